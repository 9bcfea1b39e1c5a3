-- SPDX-License-Identifier: Apache-2.0
CREATE USER '{{name}}'@'%' IDENTIFIED BY '{{password}}' PASSWORD EXPIRE INTERVAL 1 DAY;
GRANT SELECT, INSERT, UPDATE, DELETE ON app.* TO '{{name}}'@'%';
