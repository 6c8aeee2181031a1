// Frames: times by hand, conservation, and the waiting times of queueing theory.
#include "sim/underlay/frames.hpp"

#include <cmath>

#include "sim/core/pinned_math.hpp"
#include "tests/catch.hpp"
#include "tests/unit/underlay/device_graphs.hpp"
#include "tests/unit/underlay/played.hpp"

namespace frames_test {

using namespace rippletank;
using namespace rippletank::tests;
using underlay::FrameLoss;
using underlay::Frames;
using underlay::MessageId;

TEST_CASE("a switch stores and forwards: each frame is sent twice, and they overlap") {
  Played star(tests::star(2, DeviceKind::switch_device));
  star.send(0, 0, 1, 0, 2500);  // frames of 1000, 1000 and 500 bytes at a byte per microsecond
  star.play();
  // The third frame has left host 0 after 2500 us. The second one has then left the switch after
  // 1000 + 1000 us more than the first cable's latency, and 3000 us at the latest; 500 us remain.
  CHECK(star.ends().at(0) == Played::End{3'500'000 + 2 * cable_ns, FrameLoss::none});
  CHECK(star.frames().count().sent.frames == 3);
  CHECK(star.frames().count().steps == 6);
  check_conserved(star.frames());
}

TEST_CASE("the delay over idle channels is that of a message which is sent alone") {
  for (const DeviceGraph& graph : {tests::star(4, DeviceKind::switch_device),
                                   tests::star(4, DeviceKind::hub), tests::bus(4)}) {
    for (const std::uint32_t bytes : {0U, 1U, 999U, 1000U, 1001U, 2500U, 40'000U}) {
      for (const DeviceId to : {1U, 3U}) {
        Played alone(graph);
        const core::Time expected = alone.idle_delay(0, to, bytes);
        alone.send(0, 0, to, 0, bytes);
        alone.play();
        CHECK(alone.ends().at(0).time == expected);
      }
    }
  }
  Played star(tests::star(2, DeviceKind::switch_device));
  CHECK(star.idle_delay(1, 1, 100) == 0);
  DeviceGraph apart;
  apart.kinds.assign(2, DeviceKind::host);
  CHECK(Played(apart).idle_delay(0, 1, 100) == core::never);
}

TEST_CASE("a hub is no stop: a frame is sent once, and all wait for the one medium") {
  Played hub(tests::star(4, DeviceKind::hub));
  hub.send(0, 0, 1, 0, 1000);
  hub.send(0, 2, 3, 1, 1000);
  hub.play();
  CHECK(hub.ends().at(0).time == 1'000'000 + 2 * cable_ns);
  CHECK(hub.ends().at(1).time == 2'000'000 + 2 * cable_ns);
  Played star(tests::star(4, DeviceKind::switch_device));
  star.send(0, 0, 1, 0, 1000);
  star.send(0, 2, 3, 1, 1000);
  star.play();
  CHECK(star.ends().at(0).time == 2'000'000 + 2 * cable_ns);
  CHECK(star.ends().at(1).time == 2'000'000 + 2 * cable_ns);
}

TEST_CASE("a full queue drops the frame that comes, and the message is lost with it") {
  Frames::Settings settings = Played::bare();
  settings.queue_bytes = 2500;
  Played cable(tests::bus(2), settings);
  for (MessageId message = 0; message < 3; ++message) cable.send(0, 0, 1, message, 1000);
  cable.play();
  CHECK(cable.ends().at(1).loss == FrameLoss::none);
  CHECK(cable.ends().at(2) == Played::End{0, FrameLoss::queue_full});
  CHECK(cable.frames().channels().front().queue_full.frames == 1);
  check_conserved(cable.frames());
}

TEST_CASE("noise destroys the share of frames that it should") {
  Frames::Settings settings = Played::bare();
  settings.loss = 0.1;
  Played cable(tests::bus(2), settings);
  constexpr MessageId messages = 100'000;
  for (MessageId message = 0; message < messages; ++message) cable.send(0, 0, 1, message, 100);
  cable.play();
  const underlay::FrameCount& count = cable.frames().count();
  const double sd = std::sqrt(messages * 0.1 * 0.9);
  CHECK(std::abs(static_cast<double>(count.lost.frames) - messages * 0.1) < 4 * sd);
  CHECK(count.lost == cable.frames().channels().front().lost);
  check_conserved(cable.frames());
}

TEST_CASE("what has no way is dropped at once, and told") {
  DeviceGraph apart;
  apart.kinds.assign(2, DeviceKind::host);
  Played nowhere(apart);
  nowhere.send(7, 0, 1, 5, 3000);
  CHECK(nowhere.ends().at(5) == Played::End{7, FrameLoss::no_way});
  CHECK(nowhere.frames().count().no_way.frames == 3);
  check_conserved(nowhere.frames());
}

TEST_CASE("nothing waits beyond the end of virtual time") {
  DeviceGraph far = tests::bus(3);
  for (underlay::Cable& cable : far.cables) cable.latency_ns = core::never / 3;
  Played played(far);
  for (MessageId message = 0; message < 3; ++message)
    played.send(core::never / 2, 0, 2, message, 9);
  CHECK(played.idle_delay(0, 2, 9) <= core::never - 1);
  CHECK(played.frames().count().in_flight.frames == 3);
  check_conserved(played.frames());
}

TEST_CASE("a cable is busy until the end at most, whatever waits for it") {
  Played cable(tests::bus(2));
  for (MessageId message = 0; message < 4; ++message) cable.send(0, 0, 1, message, 1000);
  CHECK(cable.frames().forward_count(0, 2'500'000).busy == 2'500'000);
  CHECK(cable.frames().forward_count(0).busy == 4'000'000);
}

TEST_CASE("a frame that just fits is not dropped, at whatever speed") {
  for (const double mbit_s : {3.0, 7.0, 10.0, 13.0, 30.0}) {
    DeviceGraph graph = tests::bus(2);
    graph.cables[0].bandwidth_mbit_s = mbit_s;
    Frames::Settings settings = Played::bare();
    settings.queue_bytes = 4 * 121;
    Played cable(graph, settings);
    for (MessageId message = 0; message < 5; ++message) cable.send(0, 0, 1, message, 121);
    CHECK(cable.frames().channels().front().queue_full.frames == 1);
  }
}

TEST_CASE("stress counts messages, not frames, and both directions of a cable together") {
  Played star(tests::star(3, DeviceKind::switch_device));
  star.send(0, 0, 1, 0, 2500, 7);
  star.send(0, 1, 0, 1, 2500, 7);
  star.send(0, 0, 2, 2, 100, 8);
  star.play();
  Frames& frames = star.frames();
  frames.stress().end(7, true);
  frames.stress().end(8, true);
  for (const underlay::CableId cable : {0U, 1U}) CHECK(frames.stress().most(cable) == 2);
  CHECK(frames.stress().most(2) == 1);
}

namespace {

constexpr double mean_bytes = 500;

/// Mean wait on one cable, in mean service times, of messages that come at random moments.
double mean_wait(double load, bool exponential_sizes, MessageId messages) {
  const DeviceGraph graph = tests::bus(2);
  underlay::Media media = underlay::find_media(graph, true);
  underlay::Routes routes(graph, media);
  Frames::Settings settings;
  settings.framing = {1'000'000, 0, 0};
  Frames frames(graph, media, routes, settings);
  core::Substream gaps(1, "test/gap");
  core::Substream sizes(1, "test/size");
  const auto exponential = [](core::Substream& draws) { return -core::log(draws.uniform_open()); };
  const auto ignore = [](MessageId, FrameLoss) {};
  const double service_ns = mean_bytes * 1000;
  double now = 0;
  for (MessageId message = 0; message < messages; ++message) {
    now += exponential(gaps) * service_ns / load;
    const double bytes = exponential_sizes ? exponential(sizes) * mean_bytes : mean_bytes;
    const auto time = static_cast<core::Time>(now);
    while (frames.next_time() < time) frames.step(ignore);
    frames.send(time, 0, 1, message, static_cast<std::uint32_t>(bytes + 0.5), 0, ignore);
  }
  while (frames.next_time() < core::never) frames.step(ignore);
  check_conserved(frames);
  const underlay::ChannelCount& count = frames.channels().front();
  return static_cast<double>(count.waited) / static_cast<double>(count.sent.frames) / service_ns;
}

}  // namespace

TEST_CASE("one cable fed by Poisson arrivals makes frames wait as queueing theory says", "[slow]") {
  // Mean waits in service times: rho / (2 (1 - rho)) with equal sizes, rho / (1 - rho) with
  // exponential ones (Kleinrock, Queueing Systems, vol. 1, 1975). The variance of the mean of the
  // latter, rho (2 + 5 rho - 4 rho^2 + rho^3) / (1 - rho)^4 / n (Daley, 1968), bounds both.
  constexpr MessageId messages = 2'000'000;
  for (const double load : {0.5, 0.8, 0.9}) {
    const double polynomial = 2 + 5 * load - 4 * load * load + load * load * load;
    const double variance = load * polynomial / std::pow(1 - load, 4);
    const double tolerance = 3 * std::sqrt(variance / messages);
    INFO("load " << load << ", tolerance " << tolerance);
    CHECK(std::abs(mean_wait(load, false, messages) - load / (1 - load) / 2) < tolerance);
    CHECK(std::abs(mean_wait(load, true, messages) - load / (1 - load)) < tolerance);
  }
}

}  // namespace frames_test
