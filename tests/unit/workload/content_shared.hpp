// Building content from its JSON, for the tests of all that belongs to it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/workload/content/build.hpp"
#include "tests/catch.hpp"

namespace rippletank::tests {

/// Peers called p0, p1, …
inline workload::PeerNames peer_names(core::PeerId peers) {
  const auto find = [peers](std::string_view name) -> std::optional<core::PeerId> {
    for (core::PeerId peer = 0; peer < peers; ++peer) {
      if (name == "p" + std::to_string(peer)) return peer;
    }
    return {};
  };
  return {peers, find, [](std::string_view) { return std::string("expected p0, p1, …"); }};
}

/// The mistakes in a section of content, one line each, or what it says.
inline std::string read_content(const registry::Json& json, workload::ContentParameters& read) {
  registry::Reader reader{{}};
  registry::read_section(workload::ContentParameters::section(), json, &read, reader);
  std::string mistakes;
  for (const registry::Diagnostic& mistake : reader.diagnostics()) {
    mistakes += mistake.pointer + ": " + mistake.message + "\n";
  }
  return mistakes;
}

inline workload::Items items_of(const registry::Json& json, core::PeerId peers,
                                double free_riders = 0, std::uint64_t seed = 1) {
  workload::ContentParameters parameters;
  REQUIRE(read_content(json, parameters) == "");
  return workload::build_items(parameters, {peer_names(peers), free_riders, {}, seed});
}

/// The only mistake that building finds: its pointer or file and line, and its message.
inline std::string mistake_of(const registry::Json& json, core::PeerId peers,
                              double free_riders = 0) {
  try {
    items_of(json, peers, free_riders);
  } catch (const registry::InputError& error) {
    REQUIRE(error.diagnostics().size() == 1);
    const registry::Diagnostic& mistake = error.diagnostics().front();
    return mistake.pointer + ": " + mistake.message;
  }
  FAIL("expected a mistake in " << json.dump());
  return {};
}

inline std::vector<std::uint32_t> copies_of(const overlay::Content& content) {
  std::vector<std::uint32_t> copies;
  for (core::ItemId item = 0; item < content.items(); ++item) {
    copies.push_back(static_cast<std::uint32_t>(content.holders(item).size()));
  }
  return copies;
}

}  // namespace rippletank::tests
