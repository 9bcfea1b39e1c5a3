-- SPDX-License-Identifier: Apache-2.0
SET LOCAL search_path = pg_catalog, pg_temp;

SELECT
  set_config('leasehold.role', $a_tag_of_more_than_63_bytes_is_one_that_no_name_of_a_role_has_room_for${{name}}$a_tag_of_more_than_63_bytes_is_one_that_no_name_of_a_role_has_room_for$::name, true),
  set_config('leasehold.password', $a_tag_of_more_than_63_bytes_is_one_that_no_name_of_a_role_has_room_for${{password}}$a_tag_of_more_than_63_bytes_is_one_that_no_name_of_a_role_has_room_for$, true),
  set_config('leasehold.valid_until', '{{expiration}}', true);

DO $$
BEGIN
  EXECUTE format(
    'CREATE ROLE %I LOGIN PASSWORD %L VALID UNTIL %L IN ROLE app_rw',
    current_setting('leasehold.role'),
    current_setting('leasehold.password'),
    current_setting('leasehold.valid_until'));
END $$;
