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

/// A <key> that is read.
struct GraphmlKey {
  std::string_view name;     ///< its attr.name, which files may write in upper or lower case
  std::string_view unit;     ///< of its number; empty for a text
  std::string_view meaning;  ///< for people; "in" and the unit follow
};

/// The key that a datum comes from.
const GraphmlKey& key_of(NodeDatum datum);
const GraphmlKey& key_of(EdgeDatum datum);

/// All keys that are read and what they mean, in one sentence.
std::string graphml_keys_in_words();

/// Reads the elements of a document; what they refer to is not looked up.
///
/// Errors:  InputError at the first place that is no XML; other mistakes go to the problems.
GraphmlDocument read_graphml_document(std::string_view utf8, Problems& problems);

}  // namespace rippletank::topologies
