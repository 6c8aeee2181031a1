// How large a graph may become; generators check it before they make anything.
#pragma once

#include <fmt/format.h>

#include <string_view>

#include "sim/registry/reader.hpp"
#include "topologies/model.hpp"

namespace rippletank::topologies {

/// Records a mistake if a graph of this size does not fit.
///
/// Units:   numbers of nodes and links, as doubles because products of parameters may be huge.
/// Errors:  in the reader; `remedy` names the parameters to lower.
inline void check_size(double nodes, double links, std::string_view remedy,
                       registry::Reader& reader) {
  if (nodes > most_nodes) {
    reader.error(fmt::format("expected at most {:.0f} nodes, got {:.0f}; lower {}", most_nodes,
                             nodes, remedy));
  } else if (links > most_links) {
    reader.error(
        fmt::format("expected at most {} links, got {:.0f}; lower {}", most_links, links, remedy));
  }
}

}  // namespace rippletank::topologies
