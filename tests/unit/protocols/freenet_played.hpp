// Runs of Freenet for tests, over a delay for each pair of peers, and what they tell.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sim/overlay/content.hpp"
#include "sim/overlay/correspondence.hpp"
#include "sim/overlay/engine.hpp"
#include "sim/protocols/freenet/rules.hpp"
#include "tests/catch.hpp"
#include "tests/stream.hpp"
#include "tests/unit/protocols/naive_freenet.hpp"

namespace rippletank::tests {

inline registry::Model inserted_as(const fn::Inserted& inserted) {
  return {fn::publishings().find("inserted"), std::make_shared<const fn::Inserted>(inserted)};
}

inline std::string outcome_name(const measure::RequestRecord& record) {
  return measure::request_outcome_names[static_cast<std::size_t>(record.outcome)];
}

struct FreenetPlayed {
  using Protocol = overlay::Correspondence<fn::Rules>;

  std::unique_ptr<overlay::Content> content;  ///< null without items
  std::unique_ptr<Protocol> protocol;
  overlay::Measures measures;

  std::uint64_t figure(const std::string& name) const {
    for (const measure::Figure& figure : measures.figures) {
      if (figure.name == name) return std::get<std::uint64_t>(figure.value);
    }
    FAIL("no figure is called " << name);
    return 0;
  }
};

inline std::unique_ptr<overlay::Content> freenet_content(const FreenetScript& script) {
  if (script.holders.empty()) return nullptr;
  overlay::HolderRows rows;
  for (const std::set<core::PeerId>& of_item : script.holders) {
    rows.holders.insert(rows.holders.end(), of_item.begin(), of_item.end());
    rows.offsets.push_back(static_cast<std::uint32_t>(rows.holders.size()));
  }
  const auto items = static_cast<core::ItemId>(script.holders.size());
  return std::make_unique<overlay::Content>(overlay::Popularity::uniform(items), script.sizes_bytes,
                                            std::move(rows), script.peers());
}

/// What must be so whatever is played.
inline void check_freenet_sums(const FreenetPlayed& played) {
  const overlay::Measures& measures = played.measures;
  for (const measure::MessageCount& count : measures.messages) {
    REQUIRE(count.messages == count.delivered + count.in_flight + count.dropped_total());
  }
  std::uint64_t outcomes = 0;
  for (const char* name : {"requests_found", "requests_not_found", "requests_out_of_htl",
                           "requests_lost", "inserts_stored", "inserts_collided", "inserts_lost"}) {
    outcomes += played.figure(name);
  }
  REQUIRE(outcomes == measures.requests.size());
  const measure::StoreRecord& stores = *measures.stores;
  REQUIRE(stores.copies_at_begin + stores.stored ==
          stores.evicted + played.figure("copies_at_end"));
}

inline FreenetPlayed play_freenet(const FreenetScript& script) {
  const FreenetWires wires(script);
  std::unique_ptr<overlay::Content> content = freenet_content(script);
  overlay::SetUp set_up{script.connections, script.seed,
                        [](std::uint64_t) { return std::uint64_t{40}; }};
  set_up.content = content.get();
  set_up.warm_up = script.warm_up;
  auto protocol = std::make_unique<FreenetPlayed::Protocol>(script.parameters, set_up);
  FreenetPlayed played{std::move(content), std::move(protocol), overlay::Measures(script.peers())};
  for (const std::string& type : FreenetPlayed::Protocol::message_types()) {
    played.measures.messages.push_back({type});
  }
  overlay::RunSettings settings;
  settings.horizon = script.horizon;
  settings.warm_up = script.warm_up;
  if (!script.changes.empty()) settings.presence = presence(script.changes);
  overlay::Engine<FreenetPlayed::Protocol, FreenetWires> engine(
      script.connections, wires, *played.protocol, stream(script.queries), settings,
      played.measures);
  engine.run();
  check_freenet_sums(played);
  return played;
}

}  // namespace rippletank::tests
