package dev.leasehold.vault;

import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.Moment;

/** What is made of an answer, while the token that it was asked with cannot be revoked by us. */
interface AnswerUse<T> {

  T apply(Answer answer, SessionToken token, Moment askedAt) throws LeaseException;
}
