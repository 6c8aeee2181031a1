// Frames: carries messages over a network of devices, frame by frame and hop by hop.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/core/event_queue.hpp"
#include "sim/core/random.hpp"
#include "sim/underlay/routes.hpp"
#include "sim/underlay/transmission.hpp"

namespace rippletank::underlay {

/// How messages are cut, and what is put around each piece.
///
/// Source:  IEEE 802.3: 14 bytes of header, 4 of checksum, 8 of preamble and 12 of gap around at
///          most 1500 bytes; RFC 791 and RFC 793: 40 bytes of those without options.
struct Framing {
  std::uint32_t payload_bytes = 1460;  ///< of a message in one frame
  std::uint32_t tcp_ip_bytes = 40;
  std::uint32_t frame_bytes = 38;

  /// How many frames a message fills; an empty one takes a frame, too.
  std::uint32_t frames(std::uint32_t bytes) const {
    return bytes == 0 ? 1 : (bytes - 1) / payload_bytes + 1;
  }
  /// Size of a frame of a message, with all that is put around.
  std::uint32_t frame_size(std::uint32_t index, std::uint32_t bytes) const {
    const std::uint32_t left = bytes - index * payload_bytes;
    return std::min(left, payload_bytes) + tcp_ip_bytes + frame_bytes;
  }
};

/// What was sent into one channel.
struct ChannelCount {
  std::uint64_t frames = 0;
  std::uint64_t bytes = 0;       ///< with all that is put around
  std::uint64_t queue_full = 0;  ///< frames that found no room
  std::uint64_t lost = 0;        ///< frames that noise destroyed
  core::Time busy = 0;
  core::Time waited = 0;  ///< by all frames, before they were sent
  core::Time longest_wait = 0;
};

/// Conservation: sent = delivered + dropped + in flight.
struct FrameCount {
  std::uint64_t sent = 0;
  std::uint64_t delivered = 0;
  std::uint64_t no_way = 0;
  std::uint64_t queue_full = 0;
  std::uint64_t lost = 0;
  std::uint64_t cut_off = 0;  ///< on something that broke meanwhile
  std::uint64_t in_flight = 0;
  std::uint64_t steps = 0;  ///< frames handled by devices: the events of this layer

  std::uint64_t dropped() const { return no_way + queue_full + lost + cut_off; }
};

/// Why a message did not arrive whole.
enum class FrameLoss : std::uint8_t { none, no_way, queue_full, lost, cut_off };

/// The frames on a network and the queues in front of its channels.
///
/// Devices store and forward: a frame is handled when its last bit has arrived. A channel sends one
/// frame at a time, in the order in which frames come, wherever they come from: access to a shared
/// medium is arbitrated ideally, without collisions.
///
/// Cost:    one event per frame and hop.
class Frames {
 public:
  struct Settings {
    Framing framing;
    std::uint64_t queue_bytes =
        0;            ///< room before a channel, the frame being sent included; 0: any
    double loss = 0;  ///< probability that a frame is destroyed on a hop
    std::uint64_t seed = 1;
  };

  Frames(const DeviceGraph& graph, const Media& media, Routes& routes, const Settings& settings)
      : graph_(graph),
        media_(media),
        routes_(routes),
        settings_(settings),
        channels_(media.channels.size()),
        busy_until_(media.channels.size()),
        queue_(longest_hop()) {}

  core::Time next_time() { return queue_.next_time(); }

  /// Cuts a message into frames and gives them to the first channel on its way. Calls
  /// `ended(message, loss)`, here or in a later step(), when the last of them has arrived or was
  /// dropped; `loss` is the first thing that happened to any of them. Then the number is free.
  template <class Ended>
  void send(core::Time now, DeviceId from, DeviceId to, MessageId message, std::uint32_t bytes,
            Ended ended) {
    const std::uint32_t frames = settings_.framing.frames(bytes);
    if (message >= messages_.size()) messages_.resize(message + std::size_t{1});
    messages_[message] = {frames, FrameLoss::none};
    count_.sent += frames;
    count_.in_flight += frames;
    for (std::uint32_t i = 0; i < frames; ++i) {
      enter(now, from, take_frame({message, to, settings_.framing.frame_size(i, bytes)}));
    }
    tell(ended);
  }

  /// Handles the next frame that arrives at a device.
  template <class Ended>
  void step(Ended ended) {
    const core::Time now = queue_.next_time();
    const Arrival arrival = queue_.pop().payload;
    ++count_.steps;
    const Frame& frame = frames_[arrival.frame];
    if (frame.fate != FrameLoss::none) {
      end(arrival.frame, frame.fate);
    } else if (arrival.device == frame.to) {
      end(arrival.frame, FrameLoss::none);
    } else {
      enter(now, arrival.device, arrival.frame);
    }
    tell(ended);
  }

  /// When the last frame of a message would arrive if it were sent at 0 into idle channels.
  core::Time idle_delay(DeviceId from, DeviceId to, std::uint32_t bytes);

  const Framing& framing() const { return settings_.framing; }
  const FrameCount& count() const { return count_; }
  const std::vector<ChannelCount>& channels() const { return channels_; }

 private:
  struct Frame {
    MessageId message = 0;
    DeviceId to = 0;
    std::uint32_t bytes = 0;  ///< with all that is put around
    FrameLoss fate = FrameLoss::none;
  };
  struct Arrival {
    std::uint32_t frame = 0;
    DeviceId device = 0;
  };
  struct Pending {
    std::uint32_t frames_left = 0;
    FrameLoss loss = FrameLoss::none;
  };

  static core::Time sending_time(std::uint32_t bytes, double ns_per_byte) {
    return static_cast<core::Time>(bytes * ns_per_byte + 0.5);
  }

  core::Time longest_hop() const {
    core::Time longest = core::microsecond;
    for (const Cable& cable : graph_.cables) {
      const double frame_bytes = settings_.framing.payload_bytes + settings_.framing.tcp_ip_bytes +
                                 settings_.framing.frame_bytes;
      const double sending_ns = frame_bytes * 8000 / cable.bandwidth_mbit_s;
      longest = std::max(longest, cable.latency_ns + static_cast<core::Time>(sending_ns));
    }
    return longest;
  }

  std::uint32_t take_frame(const Frame& frame) {
    if (free_.empty()) {
      frames_.push_back(frame);
      return static_cast<std::uint32_t>(frames_.size() - 1);
    }
    const std::uint32_t id = free_.back();
    free_.pop_back();
    frames_[id] = frame;
    return id;
  }

  template <class Ended>
  void tell(Ended ended) {
    while (!ended_.empty()) {
      const MessageId message = ended_.back();
      ended_.pop_back();
      ended(message, messages_[message].loss);
    }
  }

  /// Whether noise destroys this frame of a channel; drawn for it alone.
  bool destroyed(ChannelId channel) const {
    if (settings_.loss <= 0) return false;
    constexpr core::Purpose purpose("underlay/loss");
    const std::uint64_t frame = (std::uint64_t{channel} << 40U) | channels_[channel].frames;
    return static_cast<double>(core::derive_seed(settings_.seed, purpose, frame) >> 11U) * 0x1p-53 <
           settings_.loss;
  }

  void enter(core::Time now, DeviceId device, std::uint32_t id) {
    Frame& frame = frames_[id];
    const Hop& hop = routes_.hop(device, frame.to);
    if (hop.cables == 0) return end(id, device == frame.to ? FrameLoss::none : FrameLoss::no_way);
    ChannelCount& channel = channels_[hop.channel];
    core::Time& busy_until = busy_until_[hop.channel];
    const double ns_per_byte = media_.channels[hop.channel].ns_per_byte;
    const core::Time waits = std::max<core::Time>(busy_until - now, 0);
    if (settings_.queue_bytes > 0) {
      const double queued_bytes = static_cast<double>(waits) / ns_per_byte;
      if (queued_bytes + frame.bytes > static_cast<double>(settings_.queue_bytes)) {
        ++channel.queue_full;
        return end(id, FrameLoss::queue_full);
      }
    }
    const core::Time sending = sending_time(frame.bytes, ns_per_byte);
    busy_until = now + waits + sending;
    ++channel.frames;
    channel.bytes += frame.bytes;
    channel.busy += sending;
    channel.waited += waits;
    channel.longest_wait = std::max(channel.longest_wait, waits);
    if (destroyed(hop.channel)) {
      ++channel.lost;
      frame.fate = FrameLoss::lost;
    }
    queue_.push(busy_until + hop.latency_ns, {id, hop.next});
  }

  void end(std::uint32_t id, FrameLoss loss) {
    Pending& message = messages_[frames_[id].message];
    if (message.loss == FrameLoss::none) message.loss = loss;
    --count_.in_flight;
    switch (loss) {
      case FrameLoss::none:
        ++count_.delivered;
        break;
      case FrameLoss::no_way:
        ++count_.no_way;
        break;
      case FrameLoss::queue_full:
        ++count_.queue_full;
        break;
      case FrameLoss::lost:
        ++count_.lost;
        break;
      case FrameLoss::cut_off:
        ++count_.cut_off;
        break;
    }
    if (--message.frames_left == 0) ended_.push_back(frames_[id].message);
    free_.push_back(id);
  }

  const DeviceGraph& graph_;
  const Media& media_;
  Routes& routes_;
  Settings settings_;
  std::vector<ChannelCount> channels_;
  std::vector<core::Time> busy_until_;
  core::EventQueue<Arrival> queue_;
  std::vector<Frame> frames_;
  std::vector<std::uint32_t> free_;
  std::vector<Pending> messages_;
  std::vector<MessageId> ended_;  ///< within the present step or send
  FrameCount count_;
};

inline core::Time Frames::idle_delay(DeviceId from, DeviceId to, std::uint32_t bytes) {
  std::vector<core::Time> arrivals(settings_.framing.frames(bytes));  // at the device so far
  for (DeviceId device = from; device != to;) {
    const Hop& hop = routes_.hop(device, to);
    if (hop.cables == 0) return core::never;
    const double ns_per_byte = media_.channels[hop.channel].ns_per_byte;
    core::Time free = 0;
    for (std::uint32_t i = 0; i < arrivals.size(); ++i) {
      const core::Time sending = sending_time(settings_.framing.frame_size(i, bytes), ns_per_byte);
      free = std::max(free, arrivals[i]) + sending;
      arrivals[i] = free + hop.latency_ns;
    }
    device = hop.next;
  }
  return arrivals.back();
}

}  // namespace rippletank::underlay
