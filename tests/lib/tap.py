# SPDX-License-Identifier: GPL-3.0-or-later
"""unittest that speaks TAP, so that meson and ./check count every single test.

    if __name__ == '__main__':
        tap.main()
"""
import sys
import traceback
import unittest


class TapResult(unittest.TestResult):
    def startTestRun(self):
        self.n = 0

    def _say(self, ok, test, directive=''):
        self.n += 1
        name = test.id().split('.', 1)[-1].replace('#', '')
        print(f"{'ok' if ok else 'not ok'} {self.n} - {name}{directive}", flush=True)

    def _fail(self, test, err):
        self._say(False, test)
        # On stderr, because meson shows no comments of the TAP stream with --print-errorlogs.
        print(test.id(), ''.join(traceback.format_exception(*err)), sep='\n', file=sys.stderr, flush=True)

    def addSuccess(self, test):
        super().addSuccess(test)
        self._say(True, test)

    def addError(self, test, err):
        super().addError(test, err)
        self._fail(test, err)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._fail(test, err)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._fail(subtest, err)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._say(True, test, f' # SKIP {reason}')


def main():
    loader = unittest.defaultTestLoader
    module = sys.modules['__main__']
    names = sys.argv[1:]
    suite = loader.loadTestsFromNames(names, module) if names else loader.loadTestsFromModule(module)
    result = TapResult()
    result.startTestRun()
    suite.run(result)
    print(f'1..{result.n}', flush=True)
    sys.exit(not result.wasSuccessful())
