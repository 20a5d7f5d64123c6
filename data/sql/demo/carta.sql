-- SPDX-License-Identifier: GPL-3.0-or-later
-- Products and supplies of the demo.
INSERT INTO cony.productos (id, nombre, precio) VALUES
  (1, 'Salchipapa', 16.00), (2, 'Hamburguesa', 18.50), (3, 'Alitas BBQ', 24.00), (4, 'Alitas picantes', 22.00),
  (5, 'Papas fritas', 8.50), (6, 'Papas cheddar', 12.00), (7, 'Nuggets', 11.00), (8, 'Tequeños', 10.00),
  (9, 'Ensalada', 7.00), (10, 'Gaseosa 500 ml', 4.50), (11, 'Chicha 500 ml', 4.00), (12, 'Limonada', 5.00);
SELECT setval('cony.productos_id_seq', 12);

INSERT INTO cony.insumos (id, sucursal_id, nombre, unidad, agotado)
  SELECT i.id + 20 * (s - 1), s, i.nombre, i.unidad, i.nombre = 'Ají' AND s = 2 OR i.nombre = 'Limón' AND s = 1
    FROM generate_series(1, 2) s,
         (VALUES (1, 'Mayonesa', 'balde'), (2, 'Servilletas', 'paquete'), (3, 'Vasos 500 ml', 'manga'), (4, 'Papas', 'saco'),
                 (5, 'Aceite', 'bidón'), (6, 'Pollo', 'kg'), (7, 'Pan de hamburguesa', 'paquete'),
                 (8, 'Queso cheddar', 'kg'), (9, 'Ají', 'bolsa'), (10, 'Salchichas', 'paquete'),
                 (11, 'Gaseosa', 'caja'), (12, 'Chicha', 'bidón'), (13, 'Limón', 'kg')) i (id, nombre, unidad);
SELECT setval('cony.insumos_id_seq', 40);

INSERT INTO cony.producto_insumos (producto_id, insumo_id)
  SELECT p, i + 20 * s FROM generate_series(0, 1) s,
    (VALUES (1, 4), (1, 10), (1, 5), (1, 1), (2, 7), (2, 8), (2, 1), (3, 6), (3, 5), (4, 6), (4, 9), (4, 5), (5, 4), (5, 5),
            (6, 4), (6, 8), (7, 6), (7, 5), (8, 8), (10, 11), (10, 3), (11, 12), (11, 3), (12, 3), (12, 13)) r (p, i);
