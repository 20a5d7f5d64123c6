#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make-sound.py NAME FILE.wav: draws one of the sounds of the windows.

Three kinds that nobody confuses, also over a fryer: alerts are two-tone and high, orders one soft
bell, the connection two low tones, falling when it is lost and rising when it is back. Loud enough by themselves; the volume is the computer's.
"""
import math
import struct
import sys
import wave

RATE = 44100
# Each tone: start in s, length in s, frequency in Hz, loudness 0..1
SOUNDS = {
    'alerta': [(.00, .22, 988, .6), (.20, .42, 1319, .6)],
    'alerta-alta': [(.00, .18, 988, .7), (.17, .30, 1319, .7), (.50, .18, 988, .7), (.67, .42, 1319, .7)],
    'alerta-urgente': [(.00, .16, 1319, .75), (.15, .16, 988, .75), (.30, .16, 1319, .75), (.45, .16, 988, .75),
                       (.60, .50, 1319, .75)],
    # From 15 s on: faster, longer and as loud as it goes.
    'alerta-fuerte': [(.11 * i, .15, 1568 if i % 2 else 1175, 1) for i in range(14)] + [(1.54, .60, 1568, 1)],
    # From 120 s on: a tone that does not stop for three seconds.
    'alerta-larga': [(.25 * i, .50, 1319 if i % 2 else 1397, 1) for i in range(11)],
    'pedido': [(.00, .60, 784, .6)],
    'conexion': [(.00, .30, 440, .7), (.28, .50, 330, .7)],
    'conexion-vuelve': [(.00, .30, 330, .7), (.28, .50, 440, .7)],
}


def draw(tones):
    samples = [0.0] * int(RATE * max(start + length for start, length, _, _ in tones))
    for start, length, frequency, loudness in tones:
        first = int(start * RATE)
        for i in range(int(length * RATE)):
            if first + i >= len(samples):
                break
            t = i / RATE
            # A fast attack and a long decay: a bell without clicks. Overtones carry through noise.
            envelope = min(1, t / .006) * math.exp(-4 * t / length) * min(1, (length - t) / .02)
            wave_ = sum(math.sin(2 * math.pi * frequency * n * t) / n for n in (1, 2, 3))
            samples[first + i] += loudness * envelope * wave_
    peak = max(map(abs, samples))
    top = .9 * max(loudness for _, _, _, loudness in tones)
    return b''.join(struct.pack('<h', int(32767 * top * s / peak)) for s in samples)


def main():
    name, path = sys.argv[1:]
    with wave.open(path, 'wb') as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(draw(SOUNDS[name]))


if __name__ == '__main__':
    main()
