// Router maps of Rocketfuel (*.cch): one of the two kinds of file that `rocketfuel` reads.
#pragma once

#include <string_view>

#include "topologies/graph.hpp"
#include "topologies/readers/problems.hpp"

namespace rippletank::topologies {

/// Whether a line is one of a router map.
bool is_router_map_line(std::string_view line);

/// The graph of a router map, as parse_rocketfuel() describes it.
Graph parse_router_map(std::string_view text, Problems& problems);

}  // namespace rippletank::topologies
