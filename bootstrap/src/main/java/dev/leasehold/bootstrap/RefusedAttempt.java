package dev.leasehold.bootstrap;

/** An attempt for which the driver is not called at all: {@link #failure()} is thrown instead. */
public interface RefusedAttempt extends ConnectAttempt {}
