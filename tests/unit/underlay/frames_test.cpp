// Frames: times by hand, conservation, and the waiting times of queueing theory.
#include "sim/underlay/frames.hpp"

#include <cmath>
#include <map>

#include "sim/core/pinned_math.hpp"
#include "tests/catch.hpp"
#include "tests/unit/underlay/device_graphs.hpp"

using namespace rippletank;
using namespace rippletank::tests;
using underlay::FrameLoss;
using underlay::Frames;
using underlay::MessageId;

namespace {

/// A network that is played until nothing moves, and when its messages ended.
class Played {
 public:
  /// When a message ended, and how.
  struct End {
    core::Time time = 0;
    FrameLoss loss = FrameLoss::none;
    bool operator==(const End&) const = default;
  };

  explicit Played(DeviceGraph graph, Frames::Settings settings = bare())
      : graph_(std::move(graph)),
        media_(underlay::find_media(graph_, true)),
        routes_(graph_, media_),
        frames_(graph_, media_, routes_, settings),
        intact_(underlay::Intact::all(graph_)) {}

  /// Frames without anything around them, so that times are easy to work out.
  static Frames::Settings bare() {
    Frames::Settings settings;
    settings.framing = {1000, 0, 0};
    return settings;
  }

  void send(core::Time now, DeviceId from, DeviceId to, MessageId message, std::uint32_t bytes,
            std::uint32_t content = 0) {
    frames_.send(now, from, to, message, bytes, content, Recorder{ends_, now});
  }
  void play_until(core::Time limit) {
    while (frames_.next_time() < limit) frames_.step(Recorder{ends_, frames_.next_time()});
  }
  void play() { play_until(core::never); }

  void break_cable(core::Time now, underlay::CableId cable, bool broken = true) {
    intact_.cables[cable] = !broken;
    frames_.set_intact(now, intact_);
  }
  void break_device(core::Time now, DeviceId device, bool broken = true) {
    intact_.devices[device] = !broken;
    frames_.set_intact(now, intact_);
  }
  core::Time idle_delay(DeviceId from, DeviceId to, std::uint32_t bytes) {
    return frames_.idle_delay(from, to, bytes);
  }
  const std::map<MessageId, End>& ends() const { return ends_; }
  Frames& frames() { return frames_; }

 private:
  struct Recorder {
    std::map<MessageId, End>& ends;
    core::Time now;
    void operator()(MessageId message, FrameLoss loss) const { ends[message] = {now, loss}; }
  };

  DeviceGraph graph_;
  underlay::Media media_;
  underlay::Routes routes_;
  Frames frames_;
  underlay::Intact intact_;
  std::map<MessageId, End> ends_;
};

void check_conserved(const Frames& frames) {
  const underlay::FrameCount& count = frames.count();
  CHECK(count.sent == count.delivered + count.dropped() + count.in_flight);
  frames.check_conservation();
}

}  // namespace

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

TEST_CASE("one cable of a hub that breaks leaves the medium to the others, queue and all") {
  Played hub(tests::star(4, DeviceKind::hub));
  hub.send(0, 0, 1, 0, 1000);
  hub.send(0, 2, 3, 1, 1000);
  hub.break_cable(500'000, 0);
  hub.play();
  CHECK(hub.ends().at(0).loss == FrameLoss::cut_off);
  CHECK(hub.ends().at(1) == Played::End{2'000'000 + 2 * cable_ns, FrameLoss::none});
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

TEST_CASE("stress counts messages, not frames, and both directions of a cable together") {
  Played star(tests::star(3, DeviceKind::switch_device));
  star.send(0, 0, 1, 0, 2500, 7);
  star.send(0, 1, 0, 1, 2500, 7);
  star.send(0, 0, 2, 2, 100, 8);
  star.play();
  Frames& frames = star.frames();
  frames.stress().end(7, true);
  frames.stress().end(8, true);
  CHECK(frames.stress().most() == std::vector<std::uint32_t>{2, 2, 1});
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
