// GraphmlDocument: the nodes and edges of a GraphML file with those data that a graph can use.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "topologies/readers/problems.hpp"

namespace rippletank::topologies {

/// The data that are used, in order of preference where two say the same.
enum class NodeDatum : std::uint8_t { label, name, latitude, longitude, kind, count };
enum class EdgeDatum : std::uint8_t {
  latency_ms,
  latency_us,
  latency,
  bandwidth_mbit_s,
  link_speed_raw,
  count
};

/// A node or edge and its data, trimmed; absent when they are not given or blank.
template <class Datum>
struct GraphmlElement {
  int line = 0;
  std::array<std::optional<std::string>, static_cast<std::size_t>(Datum::count)> data;

  std::optional<std::string>& operator[](Datum datum) {
    return data[static_cast<std::size_t>(datum)];
  }
  const std::optional<std::string>& operator[](Datum datum) const {
    return data[static_cast<std::size_t>(datum)];
  }
};

struct GraphmlNode : GraphmlElement<NodeDatum> {
  std::string id;
};

struct GraphmlEdge : GraphmlElement<EdgeDatum> {
  std::string source;
  std::string target;
};

struct GraphmlDocument {
  std::vector<GraphmlNode> nodes;
  std::vector<GraphmlEdge> edges;
};

/// The text of a datum as the attr.name of its <key> has it.
std::string_view name_of(NodeDatum datum);
std::string_view name_of(EdgeDatum datum);

/// Reads the elements of a document; what they refer to is not looked up.
///
/// Errors:  InputError at the first place that is no XML; other mistakes go to the problems.
GraphmlDocument read_graphml_document(std::string_view utf8, Problems& problems);

}  // namespace rippletank::topologies
