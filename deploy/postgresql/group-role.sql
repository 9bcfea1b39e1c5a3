-- SPDX-License-Identifier: Apache-2.0
-- The owner of the application's tables, and the group through which every short-lived role may use them.
-- Run once, as a superuser, in the application's database (here: app), before or after its tables exist.

CREATE ROLE app_owner NOLOGIN;
CREATE ROLE app_rw NOLOGIN;

-- Keeps the settings of new roles. It has no members, so that no session may act as it and change them.
CREATE ROLE app_settings NOLOGIN;

ALTER DATABASE app OWNER TO app_owner;
REVOKE ALL ON DATABASE app FROM PUBLIC;
GRANT CONNECT ON DATABASE app TO app_rw;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO app_owner;

GRANT USAGE ON SCHEMA public TO app_rw;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO app_rw;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO app_rw;

ALTER DEFAULT PRIVILEGES FOR ROLE app_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app_rw;
ALTER DEFAULT PRIVILEGES FOR ROLE app_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO app_rw;
