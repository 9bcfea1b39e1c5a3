-- SPDX-License-Identifier: Apache-2.0
-- The account that Vault logs in with to create and drop the short-lived ones, and the one way in which it may end
-- sessions. Run once, as an administrator, then give it a password:
-- ALTER USER 'vault'@'%' IDENTIFIED BY '...' ACCOUNT UNLOCK;

CREATE DATABASE vault CHARACTER SET utf8mb4;

DELIMITER //

CREATE PROCEDURE vault.end_sessions(IN account VARCHAR(128))
  SQL SECURITY DEFINER
BEGIN
  DECLARE session BIGINT UNSIGNED;
  DECLARE left_over INT DEFAULT 1;
  DECLARE deadline DATETIME DEFAULT SYSDATE() + INTERVAL 5 SECOND;
  WHILE left_over > 0 DO
    SET left_over = 0;
    BEGIN
      DECLARE done BOOLEAN DEFAULT FALSE;
      DECLARE sessions CURSOR FOR
        SELECT ID FROM information_schema.PROCESSLIST
        WHERE CAST(USER AS BINARY) = CAST(account AS BINARY) AND CAST(account AS BINARY) LIKE 'v-%';
      DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = TRUE;
      -- 1094: the session has ended by itself in the meantime.
      DECLARE CONTINUE HANDLER FOR 1094 BEGIN END;
      OPEN sessions;
      each_session: LOOP
        FETCH sessions INTO session;
        IF done THEN
          LEAVE each_session;
        END IF;
        SET left_over = left_over + 1;
        KILL CONNECTION session;
      END LOOP;
      CLOSE sessions;
    END;
    IF left_over > 0 THEN
      IF SYSDATE() > deadline THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the sessions of the account do not end within 5 seconds';
      END IF;
      DO SLEEP(0.01);
    END IF;
  END WHILE;
END//

DELIMITER ;

CREATE USER 'vault'@'%' ACCOUNT LOCK;
GRANT CREATE USER ON *.* TO 'vault'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON app.* TO 'vault'@'%' WITH GRANT OPTION;
GRANT EXECUTE ON PROCEDURE vault.end_sessions TO 'vault'@'%';
