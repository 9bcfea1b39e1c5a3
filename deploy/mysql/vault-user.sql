-- The account that Vault logs in with to create and drop the short-lived ones, and the one way in which it may end
-- sessions. Run once, as an administrator, then give it a password:
-- ALTER USER 'vault'@'%' IDENTIFIED BY '...' ACCOUNT UNLOCK;

CREATE DATABASE vault;

DELIMITER //

CREATE PROCEDURE vault.end_sessions(IN account VARCHAR(128))
  SQL SECURITY DEFINER
BEGIN
  DECLARE done BOOLEAN DEFAULT FALSE;
  DECLARE session BIGINT UNSIGNED;
  DECLARE sessions CURSOR FOR
    SELECT ID FROM information_schema.PROCESSLIST WHERE USER = account AND account LIKE 'v-%';
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = TRUE;
  -- 1094: the session has ended by itself in the meantime.
  DECLARE CONTINUE HANDLER FOR 1094 BEGIN END;
  OPEN sessions;
  each_session: LOOP
    FETCH sessions INTO session;
    IF done THEN
      LEAVE each_session;
    END IF;
    KILL CONNECTION session;
  END LOOP;
  CLOSE sessions;
END//

DELIMITER ;

CREATE USER 'vault'@'%' ACCOUNT LOCK;
GRANT CREATE USER ON *.* TO 'vault'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON app.* TO 'vault'@'%' WITH GRANT OPTION;
GRANT EXECUTE ON PROCEDURE vault.end_sessions TO 'vault'@'%';
