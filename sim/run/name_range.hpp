// How the nodes of an input are called, for messages.
#pragma once

#include <string>
#include <string_view>

#include "topologies/graph.hpp"

namespace rippletank::run {

/// `0 to 99`, or `one of` a few of the names and how many `nodes` there are.
std::string name_range(const topologies::NodeNames& names, topologies::NodeId count,
                       const char* noun);

/// What to do about a name that is none of them: `did you mean "anna"?`, or `expected` and their
/// range.
///
/// Cost:    O(count) comparisons of words, up to a bound.
std::string name_advice(const topologies::NodeNames& names, topologies::NodeId count,
                        const char* noun, std::string_view unknown);

}  // namespace rippletank::run
