#!/usr/bin/env python3
"""Answers and CPU times of radioactivedecay (MIT), from a checkout of it that is no part of Isotrail.

radioactivedecay_peer.py CHECKOUT table    its default dataset as nuclide,half_life_s,daughter,branching_fraction
radioactivedecay_peer.py CHECKOUT answers  nuclide,half_lives,member,double,high_precision: atoms of 1e15 at the start
radioactivedecay_peer.py CHECKOUT times    name seconds, one line a case
"""
import math
import os
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, sys.argv[1])
import numpy as np  # noqa: E402
import radioactivedecay as rd  # noqa: E402

PARENTS = ["F-18", "Mo-99", "Ra-223", "Ac-225", "Th-228"]
ATOMS = 1e15
DATA = rd.DEFAULTDATA


def half_life(nuclide):
    return float(DATA.half_life(nuclide, "s"))


def table():
    print("nuclide,half_life_s,daughter,branching_fraction")
    for i, nuclide in enumerate(DATA.nuclides):
        t = half_life(nuclide)
        if math.isinf(t):
            print(f"{nuclide},stable,,")
            continue
        kept = [(p, float(b)) for p, b in zip(DATA.progeny[i], DATA.bfs[i]) if p in DATA.nuclide_dict]
        total = sum(b for _, b in kept)
        if total > 1.0 + 1e-9:  # some of its heavy nuclides pass on up to 1.0001 of themselves, which Isotrail refuses
            kept = [(p, b / total) for p, b in kept]
        elif total < 1.0 - 1e-12:
            kept.append(("untracked", 1.0 - total))
        for progeny, fraction in kept:
            print(f"{nuclide},{t!r},{progeny},{fraction!r}")


def answers():
    print("nuclide,half_lives,member,double,high_precision")
    for nuclide in PARENTS:
        for x in (1e-6, 1e-3, 0.1, 1.0, 10.0):
            t = half_life(nuclide) * x
            plain = rd.Inventory({nuclide: ATOMS}, "num").decay(t, "s").numbers()
            high = rd.InventoryHP({nuclide: ATOMS}, "num").decay(t, "s").numbers()
            for member, value in high.items():
                print(f"{nuclide},{x!r},{member},{float(plain[member])!r},{float(value)!r}")


def cpu(work, count):
    start = time.process_time()
    for _ in range(count):
        work()
    return (time.process_time() - start) / count


def timed():
    for nuclide in PARENTS:
        inventory, t = rd.Inventory({nuclide: ATOMS}, "num"), half_life(nuclide)
        print(nuclide, cpu(lambda: inventory.decay(t, "s"), 100))
    inventory, t = rd.Inventory({"Ac-225": ATOMS}, "num"), half_life("Ac-225")
    grid = [t * 5.0 * (k + 1) / 1000 for k in range(1000)]
    print("series", cpu(lambda: [inventory.decay(x, "s") for x in grid], 1))
    # The whole dataset in the best numpy form: sparse matrices once, exponentials and one product for all times.
    data = DATA.scipy_data
    start = data.matrix_c_inv @ np.full(len(DATA.nuclides), ATOMS)
    times = np.array([3600.0 * (k + 1) for k in range(256)])
    print("whole", cpu(lambda: data.matrix_c @ (np.exp(-data.decay_consts * times[0]) * start), 200))
    best = min(
        cpu(lambda n=n: data.matrix_c @ (np.exp(np.outer(-data.decay_consts, times[:n])) * start[:, None]), 512 // n) / n
        for n in (8, 32, 64, 256)
    )
    print("whole_block", best)


{"table": table, "answers": answers, "times": timed}[sys.argv[2]]()
