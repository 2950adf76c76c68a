# SPDX-License-Identifier: GPL-3.0-or-later
"""Medians, spreads and ratios of what the rounds measured."""

import statistics


class Figures:
    """The values of each quantity, by peer: one per round, or one per round and side."""

    def __init__(self):
        self.values = {}

    def add(self, peer, quantity, value):
        self.values.setdefault(quantity, {}).setdefault(peer, []).append(value)

    def of(self, peer):
        """The quantities that were measured of a peer."""
        return [quantity for quantity, peers in self.values.items() if peer in peers]

    def median(self, peer, quantity):
        found = self.values.get(quantity, {}).get(peer)
        return statistics.median(found) if found else None

    def ratio(self, peer, other, quantity):
        mine, theirs = self.median(peer, quantity), self.median(other, quantity)
        return mine / theirs if mine is not None and theirs else None

    def lines(self):
        """A line for each quantity and peer: the median and the range it comes from."""
        for quantity, peers in self.values.items():
            yield quantity
            for peer, found in peers.items():
                yield (f"    {peer:<22} {statistics.median(found):8.4g}   "
                       f"[{min(found):.4g} to {max(found):.4g}, n = {len(found)}]")


def quantile(values, share):
    """The value that this share of them does not exceed, or None without values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None


def goal_lines(figures, base, goals):
    """A line for each (number, peer, quantity, largest ratio that meets it)."""
    for number, peer, quantity, limit in goals:
        ratio = figures.ratio(peer, base, quantity)
        if ratio is None:
            yield f"goal {number}: {quantity}, {peer}: not measured"
        else:
            verdict = "met" if ratio <= limit else "NOT met"
            yield f"goal {number}: {quantity}, {peer} / {base} = {ratio:.2f} (at most {limit}): {verdict}"


def limit_lines(figures, goals, of=statistics.median):
    """A line for each (number, peer, quantity, "at most" or "at least", limit); @of: what of all values has to meet it."""
    for number, peer, quantity, side, limit in goals:
        found = figures.values.get(quantity, {}).get(peer)
        if not found:
            yield f"goal {number}: {quantity}, {peer}: not measured"
            continue
        value = of(found)
        met = value <= limit if side == "at most" else value >= limit
        yield f"goal {number}: {quantity}, {peer}: {value:.4g} ({side} {limit}): {'met' if met else 'NOT met'}"
