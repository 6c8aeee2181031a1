// Letters that stand for several messages: counted as that many, wherever they end.
#include <cstdint>
#include <string>
#include <vector>

#include "sim/overlay/correspondence.hpp"
#include "sim/overlay/engine.hpp"
#include "sim/underlay/direct.hpp"
#include "tests/catch.hpp"
#include "tests/stream.hpp"

namespace copies_test {

namespace core = rippletank::core;
namespace measure = rippletank::measure;
namespace overlay = rippletank::overlay;
namespace underlay = rippletank::underlay;

namespace {

constexpr core::Time ms = core::millisecond;

/// Each query sends three bytes of control and one of payload, as many times as its item says, from
/// its origin to the next peer.
class Bundles {
 public:
  struct Parameters {};

  static std::vector<std::string> message_types() { return {"bundle"}; }
  Bundles(const Parameters&, const overlay::SetUp&) {}

  static measure::MessageSize size(const overlay::Letter& letter) {
    return {3 * letter.value, letter.value, 0};
  }
  static std::uint64_t copies(const overlay::Letter& letter) { return letter.value; }
  static const char* role(core::PeerId) { return "peer"; }

  template <class Talk>
  void on_query(Talk& talk, const overlay::Query& query, overlay::QueryNumber number) {
    overlay::Letter letter;
    letter.query = number;
    letter.value = *query.item;
    talk.send(query.origin, query.origin + 1, letter);
  }
  template <class Talk>
  void on_letter(Talk&, core::PeerId, core::PeerId, const overlay::Letter&) {}
};

}  // namespace

TEST_CASE("a letter is counted as the messages that it stands for, arrived, lost or on its way") {
  using Protocol = overlay::Correspondence<Bundles>;
  overlay::Connections connections;
  connections.offsets = {0, 0, 0, 0};
  const underlay::ConstantDelay wires{5 * ms, {}};
  const overlay::SetUp set_up{connections, 1, [](std::uint64_t) { return std::uint64_t{40}; }};
  Protocol protocol({}, set_up);
  overlay::Measures measures(3);
  measures.messages.push_back({"bundle"});
  overlay::RunSettings settings;
  settings.horizon = 100 * ms;
  std::vector<measure::TraceEvent> traced;
  settings.trace = [&](const measure::TraceEvent& event) { traced.push_back(event); };
  settings.presence = rippletank::tests::presence({{15 * ms, 2, false, true}});
  const std::vector<overlay::Query> queries = {{10 * ms, 0, core::ItemId{5}},
                                               {20 * ms, 1, core::ItemId{7}},
                                               {98 * ms, 0, core::ItemId{11}},
                                               {99 * ms, 0, core::ItemId{1}}};
  overlay::Engine<Protocol, underlay::ConstantDelay> engine(
      connections, wires, protocol, rippletank::tests::stream(queries), settings, measures);
  engine.run();
  const measure::MessageCount& count = measures.messages.front();
  CHECK(count.messages == 24);
  CHECK(count.delivered == 5);
  CHECK(count.dropped[static_cast<std::size_t>(measure::DropReason::peer_offline)] == 7);
  CHECK(count.in_flight == 12);
  CHECK(count.control_bytes == 3 * 24);
  CHECK(count.payload_bytes == 24);
  CHECK(count.overhead_bytes == 4 * 40);  // they share their segments
  CHECK(measures.traffic[0].out.messages == 17);
  CHECK(measures.traffic[0].out.bytes == 4 * 17);
  CHECK(measures.traffic[1].in.messages == 5);
  CHECK(measures.traffic[1].in.bytes == 20);
  CHECK(measures.queries[0].messages == 5);
  CHECK(measures.queries[0].bytes == 20);
  CHECK(measures.queries[0].hops.at(1).messages == 5);
  CHECK(traced.size() == 4 + 4 + 2);  // queries, letters sent, letters that ended
}

}  // namespace copies_test
