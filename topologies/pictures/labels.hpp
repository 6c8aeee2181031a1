// Labels: the names of nodes, placed so that they do not cover each other.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "topologies/pictures/frame.hpp"

namespace rippletank::topologies {

enum class Anchor : std::uint8_t { start, middle, end };

/// A text of one line; `at` is its baseline's start, middle or end.
struct Label {
  NodeId node = 0;
  std::string text;
  Position at;
  Anchor anchor = Anchor::middle;
};

struct Labels {
  bool inside = true;  ///< within the shapes of the nodes
  double font_px = 0;
  std::vector<Label> placed;
};

/// Pictures of more nodes than this have no labels.
inline constexpr NodeId most_labelled_nodes = 60;

/// How wide a text is at most, in usual sans-serif fonts.
double text_width(std::string_view text, double font_px);

/// Whether all names fit into circles of that radius in a readable size.
bool names_fit_inside(const Graph& graph, double radius);

/// Places the names of up to 60 nodes, inside their shapes if all fit there, else beside them;
/// a name for which no place is free is left out.
///
/// Cost:    O(n * (n + m)).
Labels place_labels(const Graph& graph, const Frame& frame);

}  // namespace rippletank::topologies
