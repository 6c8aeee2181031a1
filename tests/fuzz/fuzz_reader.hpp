// The frame of every fuzz target of a reader: a refusal is a success, anything unsound is not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sim/core/check.hpp"
#include "sim/registry/diagnostics.hpp"
#include "tests/fuzz/graph_invariants.hpp"

namespace rippletank::tests {

/// Calls `read(text)` with the input; every refusal must name the file and say why.
template <class Read>
int fuzz(const std::uint8_t* data, std::size_t size, Read read) {
  try {
    read(std::string_view(reinterpret_cast<const char*>(data), size));
  } catch (const registry::InputError& error) {
    RIPPLETANK_CHECK(!error.diagnostics().empty(), "a refusal gives no reason");
    for (const registry::Diagnostic& diagnostic : error.diagnostics()) {
      RIPPLETANK_CHECK(diagnostic.file == "fuzz", "a reason names another file");
      RIPPLETANK_CHECK(!diagnostic.message.empty(), "a reason is empty");
      RIPPLETANK_CHECK(topologies::find_not_utf8(diagnostic.message) == std::string::npos,
                       "a reason is not UTF-8");
    }
  }
  return 0;
}

inline void check_graph(topologies::Graph graph) {
  RIPPLETANK_CHECK(broken_invariant(graph).empty(), "a reader returned an unsound graph");
}

}  // namespace rippletank::tests
