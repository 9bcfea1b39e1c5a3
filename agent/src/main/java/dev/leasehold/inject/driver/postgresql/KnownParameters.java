// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.collection.FixedSet;
import java.util.Set;

/**
 * Parameters of pgjdbc's own, which are not meant for a class of the application's. They are the
 * names of {@code PGProperty} in 42.2.2 to 42.7.14, without the parameters that such a class is
 * told. Host, port and database are among them, as they are read where the targets are.
 */
final class KnownParameters {

  private static final Set<String> OWN =
      FixedSet.of(
          "adaptivefetch",
          "adaptivefetchmaximum",
          "adaptivefetchminimum",
          "allowencodingchanges",
          "applicationname",
          "assumeminserverversion",
          "authenticationpluginclassname",
          "autosave",
          "binarytransfer",
          "binarytransferdisable",
          "binarytransferenable",
          "cancelsignaltimeout",
          "channelbinding",
          "classloaderstrategy",
          "cleanupsavepoints",
          "connectexecutor",
          "connecttimeout",
          "convertbooleantonumeric",
          "currentschema",
          "databasemetadatacachefields",
          "databasemetadatacachefieldsmib",
          "defaultrowfetchsize",
          "disablecolumnsanitiser",
          "escapesyntaxcallmode",
          "flushcacheonddl",
          "groupstartupparameters",
          "gssencmode",
          "gsslib",
          "gssresponsetimeout",
          "gssusedefaultcreds",
          "hideunprivilegedobjects",
          "hostrecheckseconds",
          "jaasapplicationname",
          "jaaslogin",
          "kerberosservername",
          "loadbalancehosts",
          "localsocketaddress",
          "loggerfile",
          "loggerlevel",
          "logintimeout",
          "logservererrordetail",
          "logunclosedconnections",
          "maxresultbuffer",
          "maxsendbuffersize",
          "options",
          "password",
          "pemkeyalgorithm",
          "pgdbname",
          "pghost",
          "pgport",
          "preferquerymode",
          "preparedstatementcachequeries",
          "preparedstatementcachesizemib",
          "preparethreshold",
          "protocolversion",
          "querytimeout",
          "quotereturningidentifiers",
          "readonly",
          "readonlymode",
          "receivebuffersize",
          "replication",
          "requireauth",
          "rewritebatchedinserts",
          "rewritebatchedinsertssize",
          "scrammaxiterations",
          "sendbuffersize",
          "service",
          "socketfactory",
          "sockettimeout",
          "ssl",
          "sslcert",
          "sslfactory",
          "sslhostnameverifier",
          "sslkey",
          "sslmode",
          "sslnegotiation",
          "sslpassword",
          "sslpasswordcallback",
          "sslresponsetimeout",
          "sslrootcert",
          "sspiserviceclass",
          "stringtype",
          "targetservertype",
          "tcpkeepalive",
          "tcpnodelay",
          "unknownlength",
          "user",
          "usespnego",
          "xmlfactoryfactory");

  private KnownParameters() {}

  static boolean isOwn(String lowerCaseName) {
    return OWN.contains(lowerCaseName);
  }
}
