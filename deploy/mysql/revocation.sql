ALTER USER IF EXISTS '{{name}}'@'%' ACCOUNT LOCK;
CALL vault.end_sessions('{{name}}');
DROP USER IF EXISTS '{{name}}'@'%';
