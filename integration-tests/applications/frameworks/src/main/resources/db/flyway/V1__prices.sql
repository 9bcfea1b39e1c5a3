-- SPDX-License-Identifier: Apache-2.0
CREATE TABLE prices (item text, price numeric);
INSERT INTO prices VALUES ('bolt', 0.07);
