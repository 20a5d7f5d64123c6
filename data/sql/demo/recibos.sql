-- SPDX-License-Identifier: GPL-3.0-or-later
-- The receipts that recibos.py draws, one JSON object a line; times as the customer's phone showed them.
SET timezone = 'UTC';
SELECT json_build_object('id', v.id, 'banco', v.banco, 'monto', v.monto, 'local', s.nombre,
         'operacion', v.numero_operacion, 'telefono', v.telefono,
         'fecha', to_char(l.hora, 'FMDD ') || (ARRAY['ene.', 'feb.', 'mar.', 'abr.', 'may.', 'jun.', 'jul.', 'ago.', 'set.',
                    'oct.', 'nov.', 'dic.'])[extract(month FROM l.hora)::integer] || to_char(l.hora, ' YYYY · HH24:MI'))
  FROM cony.vouchers v
  JOIN cony.sucursales s ON s.id = v.sucursal_id,
       LATERAL (SELECT v.fecha_operacion AT TIME ZONE 'UTC' AT TIME ZONE s.zona_horaria AS hora) l
 WHERE length(v.imagen) < 100
 ORDER BY v.id;
