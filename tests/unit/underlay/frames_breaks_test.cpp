// Frames where something breaks: what is cut off, what moves up, and a slow twin on random cases.
#include <vector>

#include "sim/core/random.hpp"
#include "tests/catch.hpp"
#include "tests/unit/underlay/device_graphs.hpp"
#include "tests/unit/underlay/naive_frames.hpp"
#include "tests/unit/underlay/played.hpp"

namespace frames_breaks_test {

using namespace rippletank;
using namespace rippletank::tests;
using underlay::FrameLoss;
using underlay::MessageId;

TEST_CASE("a broken cable cuts off what is on it and what waits for it; the rest goes round") {
  // 0 and 1 are joined, and by way of 2, which is farther.
  DeviceGraph triangle;
  triangle.kinds.assign(3, DeviceKind::host);
  triangle.cables = {tests::cable(0, 1), tests::cable(0, 2), tests::cable(2, 1)};
  Played played(triangle);
  for (MessageId message = 0; message < 3; ++message) played.send(0, 0, 1, message, 1000);
  played.play_until(1'500'000);
  played.break_cable(1'500'000, 0);
  played.send(1'500'000, 0, 1, 3, 1000);
  played.play();
  CHECK(played.ends().at(0) == Played::End{1'000'000 + cable_ns, FrameLoss::none});
  CHECK(played.ends().at(1).loss == FrameLoss::cut_off);  // half sent
  CHECK(played.ends().at(2).loss == FrameLoss::cut_off);  // waiting
  CHECK(played.ends().at(3) == Played::End{3'500'000 + 2 * cable_ns, FrameLoss::none});
  const underlay::ChannelCount& cable = played.frames().channels().front();
  CHECK(cable.cut_off.frames == 2);
  CHECK(cable.arrived.frames == 1);
  CHECK(cable.busy == 1'500'000);
  check_conserved(played.frames());
}

TEST_CASE("a repaired cable is free at once: what was cut off does not hold it") {
  Played cable(tests::bus(2));
  for (MessageId message = 0; message < 5; ++message) cable.send(0, 0, 1, message, 1000);
  cable.break_cable(500'000, 0);
  cable.send(600'000, 0, 1, 5, 1000);
  cable.break_cable(700'000, 0, false);
  cable.send(800'000, 0, 1, 6, 1000);
  cable.play();
  CHECK(cable.ends().at(5) == Played::End{600'000, FrameLoss::no_way});
  CHECK(cable.ends().at(6) == Played::End{1'800'000 + cable_ns, FrameLoss::none});
  check_conserved(cable.frames());
}

TEST_CASE("a break anywhere on a bus cuts off frames that do not pass it") {
  Played bus(tests::bus(6));
  bus.send(0, 0, 1, 0, 1000);
  bus.break_cable(10, 4);
  bus.play();
  CHECK(bus.ends().at(0).loss == FrameLoss::cut_off);
}

TEST_CASE("one cable of a hub that breaks leaves the medium to the others at once") {
  Played hub(tests::star(4, DeviceKind::hub));
  hub.send(0, 0, 1, 0, 1000);
  hub.send(0, 2, 3, 1, 1000);
  hub.break_cable(500'000, 0);
  hub.play();
  CHECK(hub.ends().at(0).loss == FrameLoss::cut_off);
  CHECK(hub.ends().at(1) == Played::End{1'500'000 + 2 * cable_ns, FrameLoss::none});
  check_conserved(hub.frames());
}

TEST_CASE("what is under way is judged by the cable that it is on, whatever changed meanwhile") {
  // From 0 to 2: by 1 if all is well, else straight.
  DeviceGraph graph;
  graph.kinds.assign(3, DeviceKind::host);
  graph.cables = {tests::cable(0, 1), tests::cable(1, 2), {0, 2, 10 * cable_ns, tests::mbit_s}};
  for (const underlay::CableId second : {0U, 2U}) {
    Played played(graph);
    played.send(0, 0, 2, 0, 1000);
    played.break_cable(100'000, 1);  // from now on the way is straight
    played.break_cable(200'000, second);
    played.play();
    // On cable 0 until 1 ms; then back and straight, if that is there.
    const bool is_cut = second == 0;
    CHECK(played.ends().at(0).loss == (is_cut ? FrameLoss::cut_off : FrameLoss::no_way));
    CHECK(played.frames().channels()[0].arrived.frames == (is_cut ? 0 : 1));
    check_conserved(played.frames());
  }
  Played repaired(graph);
  repaired.break_cable(0, 2);
  repaired.send(10, 0, 2, 0, 1000);
  repaired.break_cable(20, 2, false);
  repaired.break_cable(30, 0);
  repaired.play();
  CHECK(repaired.ends().at(0).loss == FrameLoss::cut_off);
}

TEST_CASE("hubs that a break parts are media of their own, until they are joined again") {
  // Hosts 0 … 2 and 3 … 5 around hubs 6 and 7, which cable 6 joins.
  Played hubs(tests::combined_star(3, DeviceKind::hub));
  hubs.send(0, 0, 1, 0, 1000);  // waits for nothing
  hubs.send(0, 3, 4, 1, 1000);  // waits for the former
  hubs.play();
  CHECK(hubs.ends().at(1).time == 2'000'000 + 2 * cable_ns);
  hubs.break_cable(10'000'000, 6);
  hubs.send(10'000'000, 0, 1, 2, 1000);
  hubs.send(10'000'000, 3, 4, 3, 1000);
  hubs.send(10'000'000, 3, 4, 4, 1000);
  hubs.break_cable(10'500'000, 6, false);
  hubs.send(10'500'000, 1, 2, 5, 1000);  // waits for what is left of both parts
  hubs.play();
  CHECK(hubs.ends().at(2).time == 11'000'000 + 2 * cable_ns);
  CHECK(hubs.ends().at(3).time == 11'000'000 + 2 * cable_ns);
  CHECK(hubs.ends().at(4).time == 12'000'000 + 2 * cable_ns);
  CHECK(hubs.ends().at(5).time == 13'000'000 + 2 * cable_ns);
  // What each cable heard: two before, one or two while they were parted, one after.
  CHECK(hubs.frames().forward_count(0).sent == underlay::Tally{4, 4000});
  CHECK(hubs.frames().forward_count(3).sent == underlay::Tally{5, 5000});
  CHECK(hubs.frames().backward_count(3).sent == underlay::Tally{});
  CHECK(hubs.frames().forward_count(3).longest_wait == 1'500'000);
  check_conserved(hubs.frames());
}

TEST_CASE("what is at a device that goes down is lost, and it sends nothing while it is off") {
  Played star(tests::star(3, DeviceKind::switch_device));
  star.send(0, 0, 1, 0, 1000);
  star.play_until(1'500'000);       // half sent on by the switch
  star.break_device(1'500'000, 1);  // its destination
  star.send(1'600'000, 1, 2, 1, 1000);
  star.send(1'600'000, 0, 1, 2, 1000);
  star.send(1'600'000, 1, 1, 3, 1000);  // to itself
  star.play();
  CHECK(star.ends().at(0).loss == FrameLoss::cut_off);
  for (const MessageId message : {1U, 2U, 3U}) {
    CHECK(star.ends().at(message) == Played::End{1'600'000, FrameLoss::no_way});
  }
  check_conserved(star.frames());
}

TEST_CASE("frames of a host that dies free the medium, and what lives moves up") {
  Played hub(tests::star(4, DeviceKind::hub));
  for (MessageId message = 0; message < 10; ++message) hub.send(0, 2, 1, message, 1000);
  hub.send(500'000, 0, 1, 10, 1000);
  hub.send(600'000, 3, 1, 11, 1000);
  hub.play_until(2'500'000);
  hub.break_device(2'500'000, 2);
  for (MessageId message = 2; message < 10; ++message) {
    CHECK(hub.ends().at(message) == Played::End{2'500'000, FrameLoss::cut_off});
  }
  hub.send(2'600'000, 1, 3, 12, 1000);
  hub.play();
  CHECK(hub.ends().at(1) == Played::End{2'000'000 + 2 * cable_ns, FrameLoss::none});
  CHECK(hub.ends().at(10) == Played::End{3'500'000 + 2 * cable_ns, FrameLoss::none});
  CHECK(hub.ends().at(11) == Played::End{4'500'000 + 2 * cable_ns, FrameLoss::none});
  CHECK(hub.ends().at(12) == Played::End{5'500'000 + 2 * cable_ns, FrameLoss::none});
  // The medium was busy all the time; nothing waited for as long as the dead queue was.
  CHECK(hub.frames().forward_count(0).busy == 5'500'000);
  CHECK(hub.frames().forward_count(2).busy == 2'500'000);
  CHECK(hub.frames().forward_count(0).longest_wait == 2'900'000);
  CHECK(hub.frames().forward_count(2).longest_wait == 2'500'000);
  // 1 and 2 ms for those that were sent, 2.5 ms for 7 that never were, and the waits of the others.
  CHECK(hub.frames().channels().front().waited == 27'300'000);
  check_conserved(hub.frames());
}

TEST_CASE("what was cut off takes no room in a queue any more") {
  Frames::Settings settings = Played::bare();
  settings.queue_bytes = 3000;
  Played hub(tests::star(4, DeviceKind::hub), settings);
  for (MessageId message = 0; message < 3; ++message) hub.send(0, 2, 1, message, 1000);
  hub.send(0, 0, 1, 3, 1000);
  hub.break_device(100'000, 2);
  for (MessageId message = 4; message < 8; ++message) hub.send(100'000, 0, 1, message, 1000);
  hub.play();
  CHECK(hub.ends().at(3) == Played::End{0, FrameLoss::queue_full});
  for (const MessageId message : {4U, 5U, 6U}) {
    CHECK(hub.ends().at(message).loss == FrameLoss::none);
  }
  CHECK(hub.ends().at(7) == Played::End{100'000, FrameLoss::queue_full});
}

TEST_CASE("nothing is left to happen once all that was under way is cut off") {
  DeviceGraph graph = tests::bus(2);
  graph.cables.front().latency_ns = 10 * core::second;
  Played cable(graph);
  cable.send(0, 0, 1, 0, 1000);
  cable.break_cable(core::second, 0);
  CHECK(cable.ends().at(0) == Played::End{core::second, FrameLoss::cut_off});
  CHECK(cable.frames().next_time() == core::never);
  check_conserved(cable.frames());
}

TEST_CASE("a frame that noise destroys is cut off like any other, and told as that") {
  Frames::Settings settings = Played::bare();
  settings.loss = 1;
  Played hub(tests::star(4, DeviceKind::hub), settings);
  hub.send(0, 2, 1, 0, 1000);
  hub.send(0, 2, 1, 1, 1000);
  hub.send(0, 0, 1, 2, 1000);
  hub.break_device(500'000, 2);
  hub.play();
  CHECK(hub.ends().at(0) == Played::End{500'000, FrameLoss::cut_off});
  CHECK(hub.ends().at(1) == Played::End{500'000, FrameLoss::cut_off});
  CHECK(hub.ends().at(2) == Played::End{1'500'000 + 2 * cable_ns, FrameLoss::lost});
  CHECK(hub.frames().forward_count(0).lost.frames == 1);
  CHECK(hub.frames().forward_count(0).cut_off.frames == 2);
  check_conserved(hub.frames());
}

TEST_CASE("a device that is off sends nothing, idle wires or not") {
  Played bus(tests::bus(4));
  bus.break_device(0, 2);
  CHECK(bus.idle_delay(0, 2, 100) == core::never);
  CHECK(bus.idle_delay(2, 0, 100) == core::never);
  CHECK(bus.idle_delay(2, 2, 100) == core::never);
  CHECK(bus.idle_delay(0, 3, 100) < core::never);
}

TEST_CASE("a cable that is cut carries no copies, nor those of before once it is repaired") {
  Played hub(tests::star(4, DeviceKind::hub));
  hub.break_cable(0, 2);
  hub.send(10, 0, 1, 0, 1000);
  hub.play();
  hub.frames().stress().end(0, true);
  CHECK(hub.frames().stress().most(0) == 1);
  CHECK(hub.frames().stress().most(2) == 0);
  hub.break_cable(2'000'000, 2, false);
  CHECK(hub.frames().stress().most(2) == 0);
  CHECK(hub.frames().forward_count(2).sent.frames == 0);
}

namespace {

void check_same(const underlay::ChannelCount& fast, const NaiveFrames::Heard& slow) {
  CHECK(fast.sent.frames == slow.sent);
  CHECK(fast.arrived.frames == slow.arrived);
  CHECK(fast.cut_off.frames == slow.cut_off);
  CHECK(fast.queue_full.frames == slow.queue_full);
  CHECK(fast.busy == slow.busy);
}

/// Cables of odd lengths, so that hardly anything happens at one moment.
DeviceGraph uneven(DeviceGraph graph, core::Substream& draws) {
  for (underlay::Cable& cable : graph.cables) {
    cable.latency_ns = 1 + static_cast<core::Time>(draws.below(3'000'000));
  }
  return graph;
}

/// Plays one random case fast and slowly.
void compare_with_twin(const DeviceGraph& graph, core::Substream& draws) {
  Frames::Settings settings = Played::bare();
  settings.queue_bytes = draws.chance(0.5) ? 0 : 2000 + draws.below(8000);
  Played fast(graph, settings);
  NaiveFrames slow(graph, settings.queue_bytes);
  underlay::Intact intact = underlay::Intact::all(graph);
  std::vector<DeviceId> hosts;
  for (DeviceId device = 0; device < graph.devices(); ++device) {
    if (graph.kinds[device] == DeviceKind::host) hosts.push_back(device);
  }
  core::Time now = 0;
  for (MessageId message = 0; message < 60; ++message) {
    now += static_cast<core::Time>(draws.below(600'000));
    fast.play_until(now);
    slow.play_to(now, false);
    if (draws.chance(0.15)) {
      const auto cable = static_cast<underlay::CableId>(draws.below(graph.cables.size()));
      intact.cables[cable] = !intact.cables[cable];
      fast.break_cable(now, cable, !intact.cables[cable]);
      slow.set_intact(intact);
    } else if (draws.chance(0.1)) {
      const auto device = static_cast<DeviceId>(draws.below(graph.devices()));
      intact.devices[device] = !intact.devices[device];
      fast.break_device(now, device, !intact.devices[device]);
      slow.set_intact(intact);
    }
    const DeviceId from = hosts[draws.below(hosts.size())];
    const DeviceId to = hosts[(from + 1 + draws.below(hosts.size() - 1)) % hosts.size()];
    const auto bytes = static_cast<std::uint32_t>(1 + draws.below(1000));
    fast.send(now, from, to, message, bytes);
    slow.send(from, to, message, bytes);
    fast.frames().check_conservation();
  }
  const bool to_the_end = draws.chance(0.5);
  if (to_the_end) {
    fast.play();
    slow.play_to(core::never, false);
    CHECK(fast.frames().count().in_flight == underlay::Tally{});
  }
  check_conserved(fast.frames());
  REQUIRE(fast.ends().size() == slow.ends().size());
  for (const auto& [message, end] : slow.ends()) {
    CHECK(fast.ends().at(message).time == end.time);
    CHECK(fast.ends().at(message).loss == end.loss);
  }
  const core::Time end = to_the_end ? core::never : now;
  for (underlay::CableId cable = 0; cable < graph.cables.size(); ++cable) {
    const underlay::ChannelCount forward = fast.frames().forward_count(cable, end);
    const underlay::ChannelCount backward = fast.frames().backward_count(cable, end);
    check_same(forward, slow.forward(cable));
    check_same(backward, slow.backward(cable));
    if (!to_the_end) continue;  // of what still waits, it is told how long it will
    CHECK(forward.longest_wait == slow.forward(cable).longest_wait);
    CHECK(backward.longest_wait == slow.backward(cable).longest_wait);
  }
}

}  // namespace

TEST_CASE("frames around breaks and repairs go as in the slow twin") {
  core::Substream draws(1, "test/breaks");
  const std::vector<DeviceGraph> graphs = {tests::star(4, DeviceKind::hub),
                                           tests::star(4, DeviceKind::switch_device),
                                           tests::combined_star(3, DeviceKind::hub),
                                           tests::tree(3, 2, DeviceKind::hub),
                                           tests::bus(5),
                                           tests::true_mesh(4),
                                           tests::tree(3, 2, DeviceKind::switch_device)};
  for (int round = 0; round < 100; ++round) {
    for (std::size_t kind = 0; kind < graphs.size(); ++kind) {
      INFO("round " << round << ", graph " << kind);
      compare_with_twin(uneven(graphs[kind], draws), draws);
    }
  }
}

}  // namespace frames_breaks_test
