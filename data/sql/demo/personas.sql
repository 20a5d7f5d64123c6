-- SPDX-License-Identifier: GPL-3.0-or-later
-- Branches and people of the demo.  The password of each is LOGIN-cony; this is no secret, so never load it into
-- a real shop.  A second database of the same server finds the roles there already.
INSERT INTO cony.sucursales (id, nombre, zona_horaria) VALUES (1, 'Centro', 'America/Lima'), (2, 'Norte', 'America/Lima');
SELECT setval('cony.sucursales_id_seq', 2);

CREATE TEMPORARY TABLE demo_personas (n serial, login text, nombre text, grupos text[], sucursales integer[], verificador text);
INSERT INTO demo_personas (login, nombre, grupos, sucursales, verificador) VALUES
  ('rosa', 'Rosa', '{atencion}', '{1}',
   'SCRAM-SHA-256$4096:lpLZg2VVexiSjfUFAqfmhA==$lYWAPC5UqywF+72LY3A47QHE+FY5aTNmRFfvLHECdGU=:hZs3A6Hoode6t9ZQ0PS6hBcb6Mwb5dXL/jRNJyq3GmE='),
  ('pedro', 'Pedro', '{atencion}', '{2}',
   'SCRAM-SHA-256$4096:clqMyhrggYshoru+H6nLLQ==$Fr1AvdaWdCz3iew/9UFZPXGLe3H1FDI44+/Q+1r1QtM=:hCn2gQ0GtDByGouW/BSxBAfRcnG0f61MxwnhOr6S+ow='),
  ('ana', 'Ana', '{cocinero}', '{1}',
   'SCRAM-SHA-256$4096:MTKC9L7MvogM3kWdGrSl9w==$rTL+tkornE87Qn1UZTdjLzII6agLbL/74YcZWC6Jzzw=:aAK7biyhoky4r1H/2lf4MS6mdwtyGutspyUrci+B/yo='),
  ('beto', 'Beto', '{cocinero}', '{2}',
   'SCRAM-SHA-256$4096:+sIaeTrpVbJK4H3w0a4IZw==$eYj56oXwJ/5FdJbaioUzwEBLlc+Kmeg9TQk8Z6UWyiI=:+IeL812WpyMQtXqHltiMBV7mHt4LbbRJU2ThHypMWLE='),
  ('luis', 'Luis', '{validador}', '{1,2}',
   'SCRAM-SHA-256$4096:ZMHApSUh33/lfPSzSoogTg==$OTCzDLFy6byDjxBBRaKMgkmChnmguSeqlC0IW2RB/ys=:jOIg1wRxcCqECQkyZ6+ixdu61PAHb5TWt/ym+o4Ndxs='),
  ('carmen', 'Carmen', '{admin}', '{}',
   'SCRAM-SHA-256$4096:m5q7p7i8LMiyqpR2VOMENg==$yumZ++qsoQzolsvsSeDW8JNtpihOAaBULz1vbVJXZwI=:du7LV7XSMVlWZce2I385mb/wxItUQruwIgR+zSI5hUk='),
  ('sofia', 'Sofía', '{superadmin}', '{}',
   'SCRAM-SHA-256$4096:2qyDrT17kF7g/yWkeI5RAw==$o4eVvk2pLv4NCaGqtt/ocynRE1l0XBT/GGmROW8D8M4=:hRXWmMU0BKWyVVcrEInWZ1VAjBub4FGLAGdhZ/Efwd0='),
  ('bot', 'Bot', '{intake}', '{1,2}',
   'SCRAM-SHA-256$4096:MM3RnMO+Jh44IcpHQ+DJuw==$zIMXkGmHBWv40o8RXUho5dnWvvvvbGlytykIlK8cyMk=:BF0NFvxk1O14lfslP4cF3lfdYhSGYM+zBcHLgMZ3EYE='),
  ('dora', 'Dora', '{cocinero}', '{1}',
   'SCRAM-SHA-256$4096:NDctuD/fv7iE4OnibaLZQQ==$b7GZQAtnzRaS/PmEHZtTm8J09+xQy53um8ttKiIPNY4=:sIl7FBvQH/zHqqw3nUrEXwOyGI/TW+2WssgU0Ot5Kdc=');

DO $$
DECLARE
  p record;
BEGIN
  FOR p IN SELECT * FROM demo_personas ORDER BY n LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = p.login) THEN
      PERFORM api.crear_usuario(gen_random_uuid(), p.login, p.nombre, p.verificador, p.grupos, p.sucursales);
    ELSE
      WITH u AS (INSERT INTO cony.usuarios (login, nombre) VALUES (p.login, p.nombre) RETURNING id)
      INSERT INTO cony.usuarios_sucursales SELECT u.id, s FROM u, unnest(p.sucursales) s;
    END IF;
  END LOOP;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'broker') THEN
    CREATE ROLE broker LOGIN IN ROLE cony_broker PASSWORD
      'SCRAM-SHA-256$4096:rQ5KHWRPIelfK/wfFWOyUA==$rhBvLHDXyTeLzJ0235SjH+boOkmRdrKo0n65327KzDM=:xfN6i29I/1hYKy+seTnPFggFKG7Oq8AjyNDjJ1u1o/U=';
  END IF;
END $$;
DROP TABLE demo_personas;

-- Who may say Visto on somebody else's screen.
SET LOCAL SESSION AUTHORIZATION ana;
SELECT api.poner_pin(gen_random_uuid(), '2468');
SET LOCAL SESSION AUTHORIZATION beto;
SELECT api.poner_pin(gen_random_uuid(), '1357');
SET LOCAL SESSION AUTHORIZATION dora;
SELECT api.poner_pin(gen_random_uuid(), '8024');
SET LOCAL SESSION AUTHORIZATION DEFAULT;
