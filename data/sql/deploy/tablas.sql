-- SPDX-License-Identifier: GPL-3.0-or-later
-- Deploy cony:tablas to pg
-- requires: base
-- Times are UTC.  ALERTAS_COCINA and EVENTOS_REALTIME begin with the original columns, which older
-- programs read; what follows them is ours.
BEGIN;
SET LOCAL ROLE cony_dueno;

CREATE FUNCTION privado.ahora() RETURNS timestamp
  LANGUAGE sql VOLATILE AS $$ SELECT clock_timestamp() AT TIME ZONE 'UTC' $$;

-- Control characters other than newline make a text unfit for screens, printers and JSON.
CREATE FUNCTION privado.texto_limpio(p_texto text) RETURNS boolean
  LANGUAGE sql IMMUTABLE AS $$ SELECT p_texto !~ '[\u0001-\u0009\u000B-\u001F\u007F-\u009F]' $$;

-- An operation number as it is compared: people and programs write the same one with and without spaces and zeros.
CREATE FUNCTION privado.operacion(p_numero text) RETURNS text
  LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(nullif(ltrim(upper(regexp_replace(p_numero, '[^0-9A-Za-z]', '', 'g')), '0'), ''), p_numero)
$$;

CREATE TABLE cony.sucursales (
  id serial PRIMARY KEY,
  nombre varchar(60) NOT NULL UNIQUE,
  zona_horaria varchar(60) NOT NULL DEFAULT 'America/Lima',
  umbrales jsonb NOT NULL DEFAULT '{"apurar":300,"tarde":480}',
  activa boolean NOT NULL DEFAULT true
);

CREATE TABLE cony.usuarios (
  id serial PRIMARY KEY,
  login varchar(63) NOT NULL UNIQUE CHECK (login ~ '^[a-z][a-z0-9_.]{0,62}$'),
  nombre varchar(60) NOT NULL CHECK (nombre <> '' AND privado.texto_limpio(nombre)),
  activo boolean NOT NULL DEFAULT true,
  creado timestamp NOT NULL DEFAULT privado.ahora()
);

-- A person without a row here belongs to no branch; admins belong to all of them by their group.
CREATE TABLE cony.usuarios_sucursales (
  usuario_id integer NOT NULL REFERENCES cony.usuarios,
  sucursal_id integer NOT NULL REFERENCES cony.sucursales,
  PRIMARY KEY (usuario_id, sucursal_id)
);

CREATE TABLE cony.productos (
  id serial PRIMARY KEY,
  nombre varchar(80) NOT NULL UNIQUE,
  precio numeric(10,2) NOT NULL CHECK (precio >= 0),
  activo boolean NOT NULL DEFAULT true
);

CREATE TABLE cony.insumos (
  id serial PRIMARY KEY,
  sucursal_id integer NOT NULL REFERENCES cony.sucursales,
  nombre varchar(80) NOT NULL,
  unidad varchar(20) NOT NULL,
  agotado boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  UNIQUE (sucursal_id, nombre)
);

CREATE TABLE cony.producto_insumos (
  producto_id integer NOT NULL REFERENCES cony.productos,
  insumo_id integer NOT NULL REFERENCES cony.insumos,
  PRIMARY KEY (producto_id, insumo_id)
);

CREATE TABLE cony.pedidos (
  id serial PRIMARY KEY,
  sucursal_id integer NOT NULL REFERENCES cony.sucursales,
  cliente varchar(100) NOT NULL,
  telefono varchar(20),
  canal varchar(20) NOT NULL CHECK (canal IN ('whatsapp', 'presencial', 'delivery')),
  nota varchar(300),
  total numeric(10,2) NOT NULL CHECK (total >= 0),
  estado varchar(20) NOT NULL DEFAULT 'PENDIENTE'
    CHECK (estado IN ('PENDIENTE', 'EN_PREPARACION', 'LISTO', 'ENTREGADO', 'CANCELADO')),
  prioridad boolean NOT NULL DEFAULT false,
  prioridad_motivo varchar(300),
  creado timestamp NOT NULL DEFAULT privado.ahora(),
  aprobado timestamp,
  aprobado_por integer REFERENCES cony.usuarios,
  aprobacion_motivo varchar(300),
  en_pantalla timestamp,
  pantalla varchar(50),
  empezado timestamp,
  empezado_por integer REFERENCES cony.usuarios,
  listo timestamp,
  entregado timestamp,
  cancelado timestamp,
  cancelado_por integer REFERENCES cony.usuarios,
  cancelacion_motivo varchar(300),
  recuperado timestamp,
  -- What the kitchen has not confirmed yet, and since when.
  cambio varchar(20) CHECK (cambio IN ('anadido', 'cancelado')),
  cambiado timestamp,
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX pedidos_abiertos ON cony.pedidos (sucursal_id, creado)
  WHERE estado NOT IN ('ENTREGADO', 'CANCELADO');
CREATE INDEX pedidos_creado ON cony.pedidos (sucursal_id, creado);

-- sucursal_id repeats the order's, so that the read policy needs no join.
CREATE TABLE cony.pedido_items (
  id serial PRIMARY KEY,
  pedido_id integer NOT NULL REFERENCES cony.pedidos,
  sucursal_id integer NOT NULL REFERENCES cony.sucursales,
  producto_id integer NOT NULL REFERENCES cony.productos,
  cantidad integer NOT NULL CHECK (cantidad BETWEEN 1 AND 99),
  notas varchar(300),
  precio numeric(10,2) NOT NULL CHECK (precio >= 0),
  hecho boolean NOT NULL DEFAULT false,
  anadido timestamp
);
CREATE INDEX pedido_items_pedido ON cony.pedido_items (pedido_id);

CREATE TABLE cony.vouchers (
  id serial PRIMARY KEY,
  pedido_id integer NOT NULL REFERENCES cony.pedidos,
  sucursal_id integer NOT NULL REFERENCES cony.sucursales,
  imagen bytea NOT NULL,
  mime varchar(20) NOT NULL CHECK (mime IN ('image/png', 'image/jpeg', 'image/webp')),
  sha256 bytea NOT NULL,
  banco varchar(40),
  numero_operacion varchar(40),
  monto numeric(10,2) CHECK (monto >= 0),
  telefono varchar(20),
  fecha_operacion timestamp,
  estado varchar(20) NOT NULL DEFAULT 'PENDIENTE' CHECK (estado IN ('PENDIENTE', 'APROBADO', 'RECHAZADO')),
  motivo varchar(300),
  recibido timestamp NOT NULL DEFAULT privado.ahora(),
  revisado timestamp,
  revisado_por integer REFERENCES cony.usuarios,
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX vouchers_pedido ON cony.vouchers (pedido_id, id);
CREATE INDEX vouchers_pendientes ON cony.vouchers (sucursal_id, recibido) WHERE estado = 'PENDIENTE';
-- One payment pays one order.  Two of which nobody knows the bank are of the same one.
CREATE UNIQUE INDEX vouchers_operacion ON cony.vouchers (privado.operacion(numero_operacion), lower(coalesce(banco, '')))
  WHERE estado = 'APROBADO';

CREATE TABLE cony.refill_solicitud (
  id serial PRIMARY KEY,
  uid uuid NOT NULL UNIQUE,
  sucursal_id integer NOT NULL REFERENCES cony.sucursales,
  insumo_id integer NOT NULL REFERENCES cony.insumos,
  cantidad_solicitada numeric(10,2) NOT NULL CHECK (cantidad_solicitada > 0 AND cantidad_solicitada <= 9999),
  usuario_solicita integer NOT NULL REFERENCES cony.usuarios,
  estado varchar(20) NOT NULL DEFAULT 'pendiente'
    CHECK (estado IN ('pendiente', 'visto', 'en_camino', 'entregado', 'rechazado')),
  motivo varchar(300),
  -- Who brought it to its state; the steps before that one have columns of their own.
  usuario_atiende integer REFERENCES cony.usuarios,
  visto timestamp,
  visto_por integer REFERENCES cony.usuarios,
  en_camino timestamp,
  en_camino_por integer REFERENCES cony.usuarios,
  fecha_solicitud timestamp NOT NULL DEFAULT privado.ahora(),
  fecha_cambio timestamp,
  en_pantalla timestamp,
  pantalla varchar(50),
  tarde boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX refill_abiertos ON cony.refill_solicitud (sucursal_id, fecha_solicitud)
  WHERE estado NOT IN ('entregado', 'rechazado');

CREATE TABLE cony.alertas_cocina (
  id serial PRIMARY KEY,
  pedido_id integer REFERENCES cony.pedidos(id),
  usuario_envia integer REFERENCES cony.usuarios(id),
  sucursal_id integer REFERENCES cony.sucursales(id),
  mensaje varchar(500),
  prioridad varchar(20) DEFAULT 'normal' CHECK (prioridad IN ('normal', 'alta', 'urgente')),
  leida boolean DEFAULT false,
  fecha_envio timestamp DEFAULT now(),
  fecha_lectura timestamp,
  uid uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
  vista_por integer REFERENCES cony.usuarios,
  entregada timestamp,
  pantalla varchar(50),
  tarde boolean NOT NULL DEFAULT false,
  escalon integer NOT NULL DEFAULT 0,
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX alertas_sin_leer ON cony.alertas_cocina (sucursal_id, fecha_envio) WHERE NOT leida;
CREATE INDEX alertas_fecha ON cony.alertas_cocina (sucursal_id, fecha_envio);

-- No foreign key: a Visto may arrive before its alert, which then applies it.
CREATE TABLE cony.alertas_vistas (
  alerta_uid uuid PRIMARY KEY,
  usuario_id integer NOT NULL REFERENCES cony.usuarios,
  clave uuid NOT NULL,
  fecha timestamp NOT NULL DEFAULT privado.ahora()
);

CREATE TABLE cony.alertas_escalones (
  alerta_id integer NOT NULL REFERENCES cony.alertas_cocina,
  escalon integer NOT NULL CHECK (escalon BETWEEN 1 AND 9),
  fecha timestamp NOT NULL DEFAULT privado.ahora(),
  UNIQUE (alerta_id, escalon)
);

CREATE TABLE cony.eventos_catalogo (
  tipo varchar(50) PRIMARY KEY,
  alias varchar(50),
  ven text[] NOT NULL,
  relevan text[] NOT NULL DEFAULT '{}',
  deben text[] NOT NULL DEFAULT '{}',
  deben_siempre boolean NOT NULL DEFAULT false,
  guardado boolean NOT NULL DEFAULT true,
  intake boolean NOT NULL DEFAULT false,
  -- A misspelt role would hide its events from everybody.
  CHECK (ven || relevan || deben <@ '{atencion,cocinero,validador,admin}')
);

CREATE TABLE cony.eventos_realtime (
  id serial PRIMARY KEY,
  tipo varchar(50) NOT NULL,
  subtipo varchar(50),
  payload varchar(2000) NOT NULL,
  usuario_id integer REFERENCES cony.usuarios(id),
  sucursal_id integer REFERENCES cony.sucursales(id),
  entidad_tipo varchar(50),
  entidad_id integer,
  fecha timestamp DEFAULT now(),
  uid uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  lane varchar(10) NOT NULL DEFAULT 'normal' CHECK (lane IN ('normal', 'urgente')),
  origen varchar(63)
);
-- What readers by cursor use; the operators of xid8 are leakproof, so the planner may use it under RLS.
CREATE INDEX eventos_cursor ON cony.eventos_realtime (xid, id);
CREATE INDEX eventos_fecha ON cony.eventos_realtime USING brin (fecha);

CREATE TABLE cony.eventos_confirmaciones (
  uid uuid NOT NULL,
  usuario_id integer NOT NULL REFERENCES cony.usuarios,
  pantalla varchar(50) NOT NULL,
  tipo varchar(10) NOT NULL CHECK (tipo IN ('ack', 'nack', 'rechazo')),
  fecha timestamp NOT NULL DEFAULT privado.ahora(),
  PRIMARY KEY (uid, usuario_id, pantalla, tipo)
);

CREATE TABLE cony.conexiones (
  id uuid PRIMARY KEY,
  broker varchar(100) NOT NULL,
  usuario_id integer NOT NULL REFERENCES cony.usuarios,
  sucursal_id integer REFERENCES cony.sucursales,
  pantalla varchar(50),
  desde timestamp NOT NULL DEFAULT privado.ahora(),
  hasta timestamp,
  motivo varchar(50)
);

CREATE TABLE privado.claves (
  kid text PRIMARY KEY,
  secreto bytea NOT NULL CHECK (length(secreto) >= 32),
  alg text NOT NULL DEFAULT 'HS256' CHECK (alg = 'HS256'),
  desde timestamp NOT NULL DEFAULT privado.ahora(),
  hasta timestamp
);

CREATE TABLE privado.acciones (
  clave uuid PRIMARY KEY,
  login text NOT NULL,
  funcion text NOT NULL,
  argumentos jsonb NOT NULL,
  resultado jsonb,
  fecha timestamp NOT NULL DEFAULT privado.ahora()
) WITH (fillfactor = 80);

CREATE INDEX acciones_fecha ON privado.acciones USING brin (fecha);

CREATE TABLE privado.pines (
  usuario_id integer PRIMARY KEY REFERENCES cony.usuarios,
  resumen text NOT NULL,
  cambiado timestamp NOT NULL DEFAULT privado.ahora()
);

CREATE TABLE privado.tokens (
  jti uuid PRIMARY KEY,
  login text NOT NULL,
  kid text NOT NULL,
  emitido timestamp NOT NULL,
  vence timestamp NOT NULL
);
CREATE INDEX tokens_login ON privado.tokens (login, vence);

CREATE TABLE privado.epoca (
  unica boolean PRIMARY KEY DEFAULT true CHECK (unica),
  uuid uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO privado.epoca DEFAULT VALUES;
INSERT INTO privado.claves (kid, secreto)
  VALUES (substr(gen_random_uuid()::text, 1, 8), privado.gen_random_bytes(32));

-- The owner is bound by row security too, so it gets a policy of its own everywhere.
DO $$
DECLARE
  v_tabla regclass;
BEGIN
  FOR v_tabla IN SELECT oid FROM pg_class
    WHERE relkind = 'r' AND relnamespace IN ('cony'::regnamespace, 'privado'::regnamespace)
  LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', v_tabla);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', v_tabla);
    EXECUTE format('CREATE POLICY dueno ON %s TO cony_dueno USING (true) WITH CHECK (true)', v_tabla);
  END LOOP;
END $$;

COMMIT;
