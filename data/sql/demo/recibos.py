#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws payment receipts, as a customer's phone would show them.

As a program: reads receipts as JSON lines on standard input (keys of `dibujar`, and `id`) and writes SQL that
stores their images in cony.vouchers.  As a module: `dibujar(...)` returns a PNG.
"""

import json
import struct
import sys
import zlib

import cairo

ANCHO, ALTO = 712, 968
ESCALA = 0.75
# Colours of the head and of its accents.
BANCOS = {
    'Yape': ((0.36, 0.16, 0.53), (0.93, 0.89, 0.96)),
    'Plin': ((0.00, 0.62, 0.71), (0.87, 0.96, 0.97)),
    'Transferencia': ((0.07, 0.25, 0.50), (0.88, 0.92, 0.97)),
}
TINTA, GRIS, RAYA = (0.13, 0.13, 0.15), (0.42, 0.42, 0.45), (0.84, 0.84, 0.86)
FUENTE = 'Cantarell'


def _color(ctx, color):
    # Blue first: so the memory of the surface is in the order of a PNG.
    ctx.set_source_rgb(*reversed(color))


def _texto(ctx, texto, x, y, tamano, color=TINTA, negrita=False, lado='centro'):
    ctx.select_font_face(FUENTE, cairo.FONT_SLANT_NORMAL,
                         cairo.FONT_WEIGHT_BOLD if negrita else cairo.FONT_WEIGHT_NORMAL)
    ctx.set_font_size(tamano)
    ancho = ctx.text_extents(texto).x_advance
    ctx.move_to(x - (ancho / 2 if lado == 'centro' else ancho if lado == 'derecha' else 0), y)
    _color(ctx, color)
    ctx.show_text(texto)


def _oculto(telefono):
    cifras = ''.join(c for c in telefono or '' if c.isdigit())
    return '*** *** ' + cifras[-3:] if cifras else ''


def _png(lienzo):
    # Cairo's own writer takes twice as long: it looks for the best filter of each row.
    ancho, alto, paso = lienzo.get_width(), lienzo.get_height(), lienzo.get_stride()
    puntos = bytes(lienzo.get_data())
    filas = b''.join(b'\0' + puntos[y * paso:y * paso + ancho * 4] for y in range(alto))

    def parte(tipo, datos):
        return struct.pack('>I', len(datos)) + tipo + datos + struct.pack('>I', zlib.crc32(tipo + datos))

    return (b'\x89PNG\r\n\x1a\n' + parte(b'IHDR', struct.pack('>2I5B', ancho, alto, 8, 6, 0, 0, 0))
            + parte(b'IDAT', zlib.compress(filas, 1)) + parte(b'IEND', b''))


def dibujar(banco, monto, local, fecha, operacion, telefono='', destino='987 000 118', codigo=None):
    """Returns the PNG of a receipt; `fecha` is the text to show."""
    cabeza, claro = BANCOS.get(banco, BANCOS['Transferencia'])
    lienzo = cairo.ImageSurface(cairo.FORMAT_ARGB32, int(ANCHO * ESCALA), int(ALTO * ESCALA))
    ctx = cairo.Context(lienzo)
    ctx.scale(ESCALA, ESCALA)
    _color(ctx, (1, 1, 1))
    ctx.paint()
    _color(ctx, cabeza)
    ctx.rectangle(0, 0, ANCHO, 154)
    ctx.fill()
    centro = ANCHO / 2
    _texto(ctx, banco, centro, 98, 54, (1, 1, 1), True)
    _texto(ctx, f'S/ {float(monto):.2f}', centro, 282, 86, TINTA, True)
    _texto(ctx, f'Cony Chips {local}', centro, 352, 38, TINTA, True)
    _texto(ctx, fecha, centro, 400, 32, GRIS)

    _color(ctx, RAYA)
    ctx.set_line_width(3)
    ctx.set_dash([14, 8])
    ctx.move_to(48, 456)
    ctx.line_to(ANCHO - 48, 456)
    ctx.stroke()
    ctx.set_dash([])

    filas = [('Celular destino' if banco != 'Transferencia' else 'Cuenta destino', _oculto(destino)),
             ('De', _oculto(telefono)), ('N.º de operación', operacion or '')]
    arriba = 630
    if banco == 'Yape':
        codigo = codigo or f'{sum(map(ord, (operacion or "") + str(monto))) * 37 % 1000:03d}'
        _texto(ctx, 'Código de seguridad', centro, 520, 30, cabeza, True)
        for i, cifra in enumerate(codigo):
            x = centro + (i - 1) * 72
            _color(ctx, claro)
            ctx.rectangle(x - 32, 542, 64, 64)
            ctx.fill()
            _texto(ctx, cifra, x, 588, 40, cabeza, True)
    for i, (nombre, valor) in enumerate(filas):
        y = arriba + i * 102
        _color(ctx, RAYA)
        ctx.set_line_width(2)
        ctx.move_to(48, y + 7)
        ctx.line_to(ANCHO - 48, y + 7)
        ctx.stroke()
        _texto(ctx, nombre, 48, y + 68, 32, TINTA, lado='izquierda')
        _texto(ctx, valor, ANCHO - 48, y + 68, 32, TINTA, True, 'derecha')
    lienzo.flush()
    return _png(lienzo)


def main():
    for linea in sys.stdin:
        if linea.strip():
            recibo = json.loads(linea)
            numero = int(recibo.pop('id'))
            imagen = dibujar(**recibo).hex()
            print(f"UPDATE cony.vouchers SET imagen = '\\x{imagen}', sha256 = sha256('\\x{imagen}') WHERE id = {numero};")


if __name__ == '__main__':
    main()
