#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make-sound.py NAME FILE.wav: draws one of the sounds of the windows.

Three kinds that nobody confuses, also over a fryer: alerts are two-tone and high, orders one soft
bell, the connection two falling low tones. Loud enough by themselves; the volume is the computer's.
"""
import math
import struct
import sys
import wave

RATE = 44100
# Each tone: start in s, length in s, frequency in Hz, loudness 0..1
SOUNDS = {
    'alerta': [(.00, .22, 988, .8), (.20, .42, 1319, .8)],
    'alerta-urgente': [(.00, .16, 1319, 1), (.15, .16, 988, 1), (.30, .16, 1319, 1), (.45, .16, 988, 1),
                       (.60, .50, 1319, 1)],
    'pedido': [(.00, .60, 784, .6)],
    'conexion': [(.00, .30, 440, .7), (.28, .50, 330, .7)],
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
