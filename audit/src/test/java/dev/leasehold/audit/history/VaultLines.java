// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.history;

import java.io.IOException;
import java.time.Instant;

/** Writes the audit log of Vault 1.21, with the fields and the size that it has. */
final class VaultLines implements HistorySink {

  /** Takes a line. */
  @FunctionalInterface
  interface Lines {
    void line(String line) throws IOException;
  }

  private static final String HASH = "hmac-sha256:";
  private static final String BEFORE_LOGIN =
      "{\"policy_results\":{\"allowed\":true},\"token_type\":\"default\"}";
  private static final String AGENT = "\"user-agent\":[\"leasehold/1.0.0 (agent)\"]";

  private final Lines out;
  private long id;

  VaultLines(Lines out) {
    this.out = out;
  }

  @Override
  public void login(HistoryPod pod, String token, String address, long at) throws IOException {
    String mount = mount(pod);
    String auth = auth(pod, token, at);
    pair(
        at,
        BEFORE_LOGIN,
        auth,
        loginRequest(pod, token, address),
        "{\"auth\":"
            + auth
            + ",\"mount_class\":\"auth\",\"mount_point\":\"auth/"
            + mount
            + "/\",\"mount_type\":\""
            + mount
            + "\"}");
  }

  @Override
  public void wrappedLogin(HistoryPod pod, String token, long at) throws IOException {
    String wrapping = "w" + token;
    pair(
        at,
        BEFORE_LOGIN,
        auth(pod, token, at),
        loginRequest(pod, token, pod.address()),
        wrapped(wrapping, "auth/" + mount(pod) + "/login", hash(token)));
    String auth =
        "{\"auth\":{\"accessor\":\""
            + hash(token)
            + "\",\"client_token\":\""
            + hash("t" + token)
            + "\"},\"mount_type\":\"system\"}";
    unwrapTwice(at, wrapping, pod.address(), auth, pod.databaseAddress());
  }

  private String loginRequest(HistoryPod pod, String token, String address) {
    return request(
        "auth/" + mount(pod) + "/login",
        "update",
        address,
        "",
        "\"data\":{\"jwt\":\""
            + hash("jwt" + token)
            + "\",\"role\":\""
            + hash(pod.service())
            + "\"},");
  }

  private static String mount(HistoryPod pod) {
    return pod.isJwt() ? "jwt" : "kubernetes";
  }

  @Override
  public void call(HistoryPod pod, String token, String address, long at) throws IOException {
    String auth =
        token.equals("root")
            ? "{\"accessor\":\""
                + hash("root")
                + "\",\"display_name\":\"root\",\"policies\":[\"root\"],\"token_type\":\"service\"}"
            : auth(pod, token, pod.startedAt());
    pair(
        at,
        auth,
        auth,
        request("auth/token/lookup-self", "read", address, token, ""),
        "{\"mount_type\":\"token\"}");
  }

  @Override
  public void taken(HistoryLease lease, String token, String address) throws IOException {
    HistoryPod pod = lease.pod();
    String username = pod.isPlain() ? lease.role() : hash(lease.role());
    String auth = auth(pod, token, pod.startedAt());
    pair(
        lease.takenAt(),
        auth,
        auth,
        request("database/creds/" + pod.service(), "read", address, token, "", headers(pod)),
        answer(
            lease.id(),
            "\"password\":\""
                + hash("password" + lease.id())
                + "\",\"username\":\""
                + username
                + "\""));
  }

  @Override
  public void intercepted(HistoryLease lease, String token, String address) throws IOException {
    HistoryPod pod = lease.pod();
    String wrapping = "w" + lease.id();
    String path = "database/creds/" + pod.service();
    String auth = auth(pod, token, pod.startedAt());
    pair(
        lease.takenAt(),
        auth,
        auth,
        request(path, "read", pod.address(), token, ""),
        wrapped(wrapping, path, ""));
    String content = answer(lease.id(), "\"username\":\"" + hash(lease.role()) + "\"");
    unwrapTwice(lease.takenAt(), wrapping, address, content, pod.address());
  }

  private static String wrapped(String wrapping, String path, String accessor) {
    return "{\"wrap_info\":{\"accessor\":\""
        + hash(wrapping)
        + "\",\"creation_path\":\""
        + path
        + "\",\"token\":\""
        + hash("t" + wrapping)
        + "\",\"ttl\":300,\"wrapped_accessor\":\""
        + accessor
        + "\"}}";
  }

  /** The first address gets the content, and the other address gets none. */
  private void unwrapTwice(long at, String wrapping, String first, String content, String other)
      throws IOException {
    String auth = "\"client_token\":\"" + hash("t" + wrapping) + "\",\"token_type\":\"service\"}";
    String known = "{\"accessor\":\"" + hash(wrapping) + "\"," + auth;
    pair(
        at + History.SECOND,
        known,
        known,
        request("sys/wrapping/unwrap", "update", first, wrapping, ""),
        content);
    out.line(
        "{\"auth\":{"
            + auth
            + ",\"error\":\"wrapping token is not valid or does not exist\",\"request\":"
            + request("sys/wrapping/unwrap", "update", other, "", "")
            + ",\"time\":\""
            + Instant.ofEpochMilli(at + 2 * History.SECOND)
            + "\",\"type\":\"request\"}");
  }

  @Override
  public void readBy(String displayName, String service, String address, long at)
      throws IOException {
    String auth =
        "{\"accessor\":\""
            + hash(displayName)
            + "\",\"client_token\":\""
            + hash("t" + displayName)
            + "\",\"display_name\":\""
            + displayName
            + "\",\"metadata\":{\"username\":\"x\"},\"policies\":[\"admin\"],\"token_type\":\"service\"}";
    pair(
        at,
        auth,
        auth,
        request("database/creds/" + service, "read", address, displayName, ""),
        answer(
            "database/creds/" + service + "/" + displayName,
            "\"password\":\"" + hash("p") + "\",\"username\":\"" + hash("u" + displayName) + "\""));
  }

  @Override
  public void renewed(HistoryLease lease, String token, long at) throws IOException {
    String auth = auth(lease.pod(), token, lease.pod().startedAt());
    pair(at, auth, auth, leases("renew", lease, token), answer(lease.id(), ""));
  }

  @Override
  public void revoked(HistoryLease lease, String token, long at) throws IOException {
    String auth = auth(lease.pod(), token, lease.pod().startedAt());
    pair(
        at,
        auth,
        auth,
        leases("revoke", lease, token),
        "{\"mount_class\":\"secret\",\"mount_type\":\"system\"}");
  }

  private String leases(String what, HistoryLease lease, String token) {
    String from =
        lease.pod().anomaly() == Anomaly.LA03
            ? History.strange(lease.pod())
            : lease.pod().address();
    return request(
        "sys/leases/" + what,
        "update",
        from,
        token,
        "\"data\":{\"lease_id\":\"" + hash(lease.id()) + "\"},");
  }

  private static String answer(String leaseId, String data) {
    return "{\"data\":{"
        + data
        + "},\"mount_accessor\":\"database_f285476b\",\"mount_class\":\"secret\",\"mount_point\":\"database/\","
        + "\"mount_running_plugin_version\":\"v1.21.2+builtin.vault\",\"mount_type\":\"database\",\"secret\":{\"lease_id\":\""
        + leaseId
        + "\"}}";
  }

  /** A credential that is copied claims to be of the pod that it is copied from. */
  private static String headers(HistoryPod pod) {
    return AGENT
        + ",\"x-correlation-id\":[\"9f3c2b7d5e4f6012-17;namespace="
        + pod.namespace()
        + ";pod="
        + pod.name()
        + (pod.number() % 2 == 0 ? ";uid=" + pod.uid() : "")
        + "\"]";
  }

  private String request(String path, String operation, String address, String token, String data) {
    return request(path, operation, address, token, data, AGENT);
  }

  private String request(
      String path, String operation, String address, String token, String data, String headers) {
    String client =
        token.isEmpty()
            ? ""
            : "\"client_token\":\""
                + hash("s" + token)
                + "\",\"client_token_accessor\":\""
                + hash(token)
                + "\",";
    return "{"
        + client
        + data
        + "\"headers\":{"
        + headers
        + "},\"id\":\""
        + String.format("%08x-7d7d-128a-2f5c-07fabfac53c8", id++)
        + "\",\"mount_class\":\"secret\",\"mount_running_version\":\"v1.21.2+builtin.vault\",\"namespace\":{\"id\":\"root\"},\"operation\":\""
        + operation
        + "\",\"path\":\""
        + path
        + "\",\"remote_address\":\""
        + address
        + "\",\"remote_port\":43616}";
  }

  private static String auth(HistoryPod pod, String token, long issued) {
    String metadata =
        pod.isJwt()
            ? "\"role\":\""
                + pod.service()
                + "\",\"pod\":\""
                + pod.name()
                + (pod.isOfStatefulSet() ? "" : "\",\"pod_uid\":\"" + pod.uid())
                + "\""
            : "\"role\":\""
                + pod.service()
                + "\",\"service_account_name\":\""
                + pod.service()
                + "\",\"service_account_namespace\":\""
                + pod.namespace()
                + "\",\"service_account_secret_name\":\"\",\"service_account_uid\":\"9c1e5b1e-5f0a-4b86-9f0e-0d6f3f6c1a11\"";
    return "{\"accessor\":\""
        + hash(token)
        + "\",\"client_token\":\""
        + hash("t" + token)
        + "\",\"display_name\":\""
        + pod.displayName()
        + "\",\"entity_id\":\"59b0944d-9a40-645c-b422-9a2f3f8ff256\",\"metadata\":{"
        + metadata
        + "},\"policies\":[\"app-"
        + pod.service()
        + "\"],\"policy_results\":{\"allowed\":true,\"granting_policies\":[{\"type\":\"\"},{\"name\":\"app\",\"namespace_id\":\"root\",\"type\":\"acl\"}]},"
        + "\"token_policies\":[\"app-"
        + pod.service()
        + "\"],\"token_issue_time\":\""
        + Instant.ofEpochMilli(issued / 1000 * 1000)
        + "\",\"token_ttl\":3600,\"token_type\":\"service\"}";
  }

  private void pair(long at, String before, String after, String request, String response)
      throws IOException {
    out.line(
        "{\"auth\":"
            + before
            + ",\"request\":"
            + request
            + ",\"time\":\""
            + Instant.ofEpochMilli(at - 20)
            + "\",\"type\":\"request\"}");
    out.line(
        "{\"auth\":"
            + after
            + ",\"request\":"
            + request
            + ",\"response\":"
            + response
            + ",\"time\":\""
            + Instant.ofEpochMilli(at)
            + "\",\"type\":\"response\"}");
  }

  private static String hash(String text) {
    return HASH + HistoryLease.sha256(text, 32);
  }
}
