"""Run a module that ends soon, without looking for garbage: python -m script.linting.brief MODULE [arguments].

A tool that reads much of Home Assistant spends a third of its time on that, and keeps all of it to the end.
"""

import gc
import runpy
import sys

if __name__ == "__main__":
    gc.disable()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
