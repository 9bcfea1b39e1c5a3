CREATE ROLE "{{name}}" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' IN ROLE app_rw;
ALTER ROLE "{{name}}" SET role = 'app_rw';
