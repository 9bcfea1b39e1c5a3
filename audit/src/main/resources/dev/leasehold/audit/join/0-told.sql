-- SPDX-License-Identifier: Apache-2.0
-- What processes say of themselves, in log lines of agents and sidecars. No statement that makes findings reads it: a process can write any line.

-- The pod and the container are those after which the node has named the file.
CREATE TABLE source_agent_line (
  happened_at BIGINT, namespace STRING, name STRING, uid STRING, container STRING, process STRING, level STRING, event STRING, binding STRING,
  role STRING, stem STRING, born_at BIGINT, detail STRING);
