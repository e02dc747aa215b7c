"""Answers questions about one graph with igraph's C core and tells how long each took.

Reads the graph from a file of pairs of 32-bit integers, then questions from standard input, one a line. For each it
prints the nanoseconds of processor time of the call into igraph and a number by which the answer can be checked.
"""
import array
import sys
import time

import igraph


def main():
    pairs = array.array("i")
    with open(sys.argv[1], "rb") as file:
        pairs.frombytes(file.read())
    count = pairs[0]
    graph = igraph.Graph(n=count, edges=list(zip(pairs[1::2], pairs[2::2])), directed=True)
    print("igraph", igraph.__version__, graph.vcount(), graph.ecount(), flush=True)
    for line in sys.stdin:
        name, *words = line.split()
        numbers = [int(word) for word in words]
        started = time.thread_time_ns()
        if name == "reach":
            answer = graph.neighborhood_size(numbers[0], order=numbers[1], mode="out") - 1
        elif name == "upstream":
            answer = graph.neighborhood_size(numbers[0], order=numbers[1], mode="in") - 1
        elif name == "shortest":
            answer = graph.get_shortest_paths(numbers[0], [numbers[1]], mode="out", output="epath")
        elif name == "kshortest":
            answer = graph.get_k_shortest_paths(numbers[0], numbers[1], k=numbers[2], mode="out", output="epath")
        elif name == "dominators":
            answer = graph.dominator(numbers[0], mode="in")
        elif name == "pagerank":
            answer = graph.pagerank(damping=0.85, directed=True)
        else:
            raise SystemExit("no such question: " + name)
        elapsed = time.thread_time_ns() - started
        if name in ("shortest", "kshortest"):
            check = sum(len(path) for path in answer)
        elif name == "dominators":
            # How many reach the root; the root has none.
            check = sum(1 for dominator in answer if dominator >= 0)
        elif name == "pagerank":
            check = max(answer)
        else:
            check = answer
        print(elapsed, check, flush=True)


main()
