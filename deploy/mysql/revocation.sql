-- SPDX-License-Identifier: Apache-2.0
ALTER USER IF EXISTS '{{name}}'@'%' ACCOUNT LOCK;
CALL vault.end_sessions('{{name}}');
DROP USER IF EXISTS '{{name}}'@'%';
