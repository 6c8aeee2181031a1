// Pictures of graphs, fit for a slide.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "topologies/graph.hpp"

namespace rippletank::topologies {

/// Larger graphs are not drawn: nobody could see anything on the picture.
inline constexpr NodeId most_drawn_nodes = 50'000;
inline constexpr std::size_t most_drawn_links = 300'000;

/// The graph as an SVG picture that scales: nodes arranged as the graph's layout asks for, devices
/// in shapes of their own with a legend, names where they fit (up to 60 nodes), in colours that
/// colour-blind people can tell apart.
///
/// Shape:   the same bytes on every machine: coordinates are rounded to 0.1.
/// Errors:  InputError above 50,000 nodes or 300,000 links, with what to do instead.
/// Cost:    O(n^2) up to 700 nodes, else O(n + m) times a few hundred.
/// Source:  colours: Okabe & Ito, Color Universal Design (2002).
std::string to_svg(const Graph& graph, std::string_view title = {});

}  // namespace rippletank::topologies
