CREATE ROLE "{{name}}" LOGIN REPLICATION PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' IN ROLE app_rw;
