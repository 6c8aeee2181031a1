// edge_list: links as lines of two whole-number ids and, optionally, a latency.
#pragma once

#include <string>
#include <string_view>

#include "topologies/graph.hpp"

namespace rippletank::topologies {

/// The graph of an edge list: `FROM TO` or `FROM TO LATENCY_US` on every line.
///
/// Shape:   nodes in ascending order of id; ids may have gaps and reach 2^64-1. Fields are parted
///          by blanks, a comma or a semicolon; lines that begin with # or % are comments, and what
///          they claim is not used. Direction is dropped; self-links and repeats are kept.
/// Units:   latency in microseconds, 0 to 1e12, fractions allowed.
/// Errors:  InputError with the first 20 mistakes, each with its line.
/// Cost:    O(m) time and memory while the largest id is of the order of m, else O(m + n log n).
/// Source:  the format of the Stanford Large Network Dataset Collection (snap.stanford.edu/data).
Graph parse_edge_list(std::string_view text, const std::string& file_name);

}  // namespace rippletank::topologies
