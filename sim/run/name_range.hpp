// How the nodes of an input are called, for messages.
#pragma once

#include <string>

#include "topologies/graph.hpp"

namespace rippletank::run {

/// `0 to 99`, or `one of` a few of the names and how many `nodes` there are.
std::string name_range(const topologies::NodeNames& names, topologies::NodeId count,
                       const char* noun);

}  // namespace rippletank::run
