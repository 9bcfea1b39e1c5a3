-- SPDX-License-Identifier: Apache-2.0
SET LOCAL search_path = pg_catalog, pg_temp;

SELECT
  set_config('leasehold.role', $a_tag_of_more_than_63_bytes_is_one_that_no_name_of_a_role_has_room_for${{name}}$a_tag_of_more_than_63_bytes_is_one_that_no_name_of_a_role_has_room_for$::name, true),
  set_config('leasehold.valid_until', '{{expiration}}', true);

DO $$
BEGIN
  EXECUTE format(
    'ALTER ROLE %I VALID UNTIL %L',
    current_setting('leasehold.role'),
    current_setting('leasehold.valid_until'));
END $$;
