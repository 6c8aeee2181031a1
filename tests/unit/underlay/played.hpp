// Played: a network of frames that is played, and when its messages ended.
#pragma once

#include <map>
#include <utility>

#include "sim/underlay/frames.hpp"
#include "tests/catch.hpp"

namespace rippletank::tests {

using underlay::DeviceGraph;
using underlay::DeviceId;
using underlay::FrameLoss;
using underlay::Frames;
using underlay::MessageId;

/// Frames on a network that lives as long as they do.
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
    frames_.set_intact(now, intact_, Recorder{ends_, now});
  }
  void break_device(core::Time now, DeviceId device, bool broken = true) {
    intact_.devices[device] = !broken;
    frames_.set_intact(now, intact_, Recorder{ends_, now});
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

inline void check_conserved(const Frames& frames) {
  const underlay::FrameCount& count = frames.count();
  CHECK(count.sent == count.delivered + count.dropped() + count.in_flight);
  frames.check_conservation();
}

}  // namespace rippletank::tests
