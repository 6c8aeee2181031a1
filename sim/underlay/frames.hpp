// Frames: carries messages over a network of devices, frame by frame and hop by hop.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "sim/core/event_queue.hpp"
#include "sim/core/pool.hpp"
#include "sim/core/random.hpp"
#include "sim/measure/link_stress.hpp"
#include "sim/underlay/link_queue.hpp"
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
  std::uint64_t frames(std::uint64_t bytes) const {
    return bytes == 0 ? 1 : (bytes - 1) / payload_bytes + 1;
  }
  /// Size of a frame of a message, with all that is put around.
  std::uint32_t frame_size(std::uint64_t index, std::uint64_t bytes) const {
    const std::uint64_t left = bytes - index * payload_bytes;
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(left, payload_bytes)) + tcp_ip_bytes +
           frame_bytes;
  }
};

/// Frames, and their bytes with all that is put around.
struct Tally {
  std::uint64_t frames = 0;
  std::uint64_t bytes = 0;

  void add(std::uint32_t frame_bytes) {
    ++frames;
    bytes += frame_bytes;
  }
  void remove(std::uint32_t frame_bytes) {
    --frames;
    bytes -= frame_bytes;
  }
  Tally& operator+=(const Tally& other) {
    frames += other.frames;
    bytes += other.bytes;
    return *this;
  }
  friend Tally operator+(Tally a, const Tally& b) { return a += b; }
  friend Tally operator-(const Tally& a, const Tally& b) {
    return {a.frames - b.frames, a.bytes - b.bytes};
  }
  bool operator==(const Tally&) const = default;
};

/// What became of the frames of one channel.
///
/// Conservation: sent = arrived + lost + cut_off + in flight.
struct ChannelCount {
  Tally sent;
  Tally arrived;     ///< at the other end
  Tally lost;        ///< destroyed by noise
  Tally cut_off;     ///< by something that broke
  Tally queue_full;  ///< found no room, and were not sent
  core::Time busy = 0;
  core::Time waited = 0;        ///< by all frames, before they were or will be sent
  core::Time longest_wait = 0;  ///< of a channel: since a part of the network last changed

  /// Adds what was counted between two moments of a channel.
  void add(const ChannelCount& now, const ChannelCount& before) {
    sent += now.sent - before.sent;
    arrived += now.arrived - before.arrived;
    lost += now.lost - before.lost;
    cut_off += now.cut_off - before.cut_off;
    queue_full += now.queue_full - before.queue_full;
    busy += now.busy - before.busy;
    waited += now.waited - before.waited;
    longest_wait = std::max(longest_wait, now.longest_wait);
  }
};

/// What became of all frames.
///
/// Conservation: sent = delivered + dropped + in flight.
struct FrameCount {
  Tally sent;
  Tally delivered;
  Tally no_way;
  Tally queue_full;
  Tally lost;
  Tally cut_off;  ///< on something that broke meanwhile
  Tally in_flight;
  std::uint64_t steps = 0;  ///< frames handled by devices: the events of this layer

  Tally dropped() const { return no_way + queue_full + lost + cut_off; }
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
    /// Room before a channel, with what is not sent yet of the frame being sent; 0: any.
    std::uint64_t queue_bytes = 0;
    double loss = 0;  ///< probability that a frame is destroyed on a hop
    std::uint64_t seed = 1;
    bool full_duplex = true;
  };

  /// `media` and `routes` change with what breaks.
  Frames(const DeviceGraph& graph, Media& media, Routes& routes, const Settings& settings)
      : graph_(graph),
        media_(media),
        routes_(routes),
        settings_(settings),
        channels_(media.channels.size()),
        counted_before_(media.channels.size()),
        forward_before_(graph.cables.size()),
        backward_before_(graph.cables.size()),
        carries_(graph.cables.size(), true),
        busy_until_(media.channels.size()),
        longest_past_wait_(media.channels.size()),
        entered_(media.channels.size()),
        link_of_(links_of_channels()),
        stress_(links_of_cables()) {
    queue_.emplace(longest_hop());
  }

  core::Time next_time() { return queue_->next_time(); }

  /// Cuts a message into frames and gives them to the first channel on its way. Calls
  /// `ended(message, loss)`, here or in a later step(), when the last of them has arrived or was
  /// dropped; `loss` is the first thing that happened to any of them. Then the number is free.
  template <class Ended>
  void send(core::Time now, DeviceId from, DeviceId to, MessageId message, std::uint64_t bytes,
            std::uint32_t content, Ended ended) {
    const std::uint64_t frames = settings_.framing.frames(bytes);
    if (message >= messages_.size()) messages_.resize(message + std::size_t{1});
    messages_[message] = {frames, content, FrameLoss::none};
    const bool reaches = routes_.intact().devices[from];
    for (std::uint64_t i = 0; i < frames; ++i) {
      Frame frame{message, to, settings_.framing.frame_size(i, bytes)};
      frame.is_first = i == 0;
      count_.sent.add(frame.bytes);
      count_.in_flight.add(frame.bytes);
      const std::uint32_t id = frames_.put(frame);
      if (reaches) {
        enter(now, from, id);
      } else {
        end(id, FrameLoss::no_way);
      }
    }
    tell(ended);
  }

  /// Handles the next frame that arrives at a device.
  template <class Ended>
  void step(Ended ended) {
    const core::Time now = queue_->next_time();
    const Arrival arrival = queue_->pop().payload;
    ++count_.steps;
    const Frame& frame = frames_[arrival.frame];
    core::Time& longest = longest_past_wait_[frame.channel];
    longest = std::max(longest, frame.starts - frame.came);
    if (frame.fate == FrameLoss::none) channels_[frame.channel].arrived.add(frame.bytes);
    if (frame.fate != FrameLoss::none) {
      end(arrival.frame, frame.fate);
    } else if (arrival.device == frame.to) {
      end(arrival.frame, FrameLoss::none);
    } else {
      enter(now, arrival.device, arrival.frame);
    }
    tell(ended);
  }

  /// When the last frame of a message would arrive if it were sent at 0 into idle channels;
  /// core::never without a way, and from a device that is off.
  core::Time idle_delay(DeviceId from, DeviceId to, std::uint64_t bytes);

  /// Moves the arrivals of the frames of a message on by a hop whose channel is idle.
  void pass_idle(const Hop& hop, std::uint64_t bytes, std::vector<core::Time>& arrivals) const;

  /// Cuts off what is under way where something broke, and sends the rest round it from now on.
  ///
  /// A frame is cut off if it waits for, or travels over, a cable that carries no signals any more,
  /// or comes from or goes to a device that is off: an interface that goes down loses its queue.
  /// Its end is told at once, its sending ends now, and it holds up nothing any more: what still
  /// waits for a medium moves up in the order in which it came. Where a medium breaks apart, frames
  /// wait for their own part only; where parts are joined, what is being sent on each goes on, and
  /// what waits takes turns after it.
  /// Cost:    O(devices + cables + n log n) of n frames under way, and routes are found anew.
  template <class Ended>
  void set_intact(core::Time now, const Intact& intact, Ended ended) {
    change(now, intact);
    tell(ended);
  }

  /// Checks that no frame and no byte has been lost track of, on each channel and in total.
  void check_conservation() const;

  /// Copies of one content on each cable.
  const measure::LinkStress& stress() const { return stress_; }
  measure::LinkStress& stress() { return stress_; }

  /// What a cable carried from `from` to `to`; everything on its medium if that is shared, and both
  /// ways if it is half duplex. Busy until `end`: what was still waiting did not keep it so.
  ChannelCount forward_count(CableId cable, core::Time end = core::never) const {
    return count_of(cable, media_.forward[cable], forward_before_[cable], end);
  }
  /// What it carried the other way; nothing where both ways are one channel.
  ChannelCount backward_count(CableId cable, core::Time end = core::never) const {
    if (media_.backward[cable] == media_.forward[cable]) return {};
    return count_of(cable, media_.backward[cable], backward_before_[cable], end);
  }

  const Framing& framing() const { return settings_.framing; }
  const FrameCount& count() const { return count_; }
  const std::vector<ChannelCount>& channels() const { return channels_; }

 private:
  struct Frame {
    MessageId message = 0;
    DeviceId to = 0;
    std::uint32_t bytes = 0;  ///< with all that is put around
    DeviceId at = 0;          ///< the device that it left last
    DeviceId next = 0;        ///< the one at which it arrives
    ChannelId channel = 0;    ///< into which it was sent there
    CableId first_cable = 0;  ///< on the way between them
    CableId last_cable = 0;
    core::Time came = 0;    ///< to the channel
    core::Time starts = 0;  ///< when its first bit is sent, and when its last one has been
    core::Time leaves = 0;
    FrameLoss fate = FrameLoss::none;
    bool is_first = false;  ///< of its message
  };
  struct Arrival {
    std::uint32_t frame = 0;
    DeviceId device = 0;
  };
  /// An arrival to come.
  struct Scheduled {
    core::Time time = 0;
    Arrival arrival;
  };
  struct Pending {
    std::uint64_t frames_left = 0;
    std::uint32_t content = 0;
    FrameLoss loss = FrameLoss::none;
  };

  ChannelCount count_of(CableId cable, ChannelId channel, ChannelCount before,
                        core::Time end) const {
    if (!carries_[cable]) return before;
    before.add(channels_[channel], counted_before_[channel]);
    before.busy -= std::max<core::Time>(busy_until_[channel] - end, 0);
    return before;
  }
  void change(core::Time now, const Intact& intact);
  std::vector<Scheduled> take_schedule();
  void stop_clocks(core::Time now, const std::vector<Scheduled>& schedule);
  void cut_off(const Intact& intact, const std::vector<bool>& working, const Media& media,
               std::vector<Scheduled>& schedule);
  void change_media(const Media& media, const std::vector<bool>& working,
                    const std::vector<Scheduled>& schedule);
  void move_to_medium(Frame& frame);
  void schedule_anew(core::Time now, std::vector<Scheduled>& schedule);

  /// Both directions of a cable are one link, and so are all the cables of a shared medium that
  /// work: a number per channel, that of one of its cables.
  std::vector<std::uint32_t> links_of_channels() const {
    std::vector<std::uint32_t> links(media_.channels.size());  // an idle channel has none
    for (CableId cable = 0; cable < media_.forward.size(); ++cable) {
      if (!carries_[cable]) continue;
      links[media_.forward[cable]] = cable;
      links[media_.backward[cable]] = cable;
    }
    return links;
  }
  /// The same per cable; one that does not work is a link of its own.
  std::vector<std::uint32_t> links_of_cables() const {
    std::vector<std::uint32_t> links;
    for (CableId cable = 0; cable < media_.forward.size(); ++cable) {
      links.push_back(carries_[cable] ? link_of_[media_.forward[cable]] : cable);
    }
    return links;
  }

  core::Time longest_hop() const {
    core::Time longest = core::microsecond;
    const std::uint32_t bytes = settings_.framing.payload_bytes + settings_.framing.tcp_ip_bytes +
                                settings_.framing.frame_bytes;
    for (const Cable& cable : graph_.cables) {
      const core::Time sending = sending_time(bytes, ns_per_byte(cable));
      longest = std::max(longest, later(sending, cable.latency_ns));
    }
    return longest;
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
  bool destroyed(ChannelId channel) {
    if (settings_.loss <= 0) return false;
    constexpr core::Purpose purpose("underlay/loss");
    const std::uint64_t frame = (std::uint64_t{channel} << 40U) | ++entered_[channel];
    return static_cast<double>(core::derive_seed(settings_.seed, purpose, frame) >> 11U) * 0x1p-53 <
           settings_.loss;
  }

  void enter(core::Time now, DeviceId device, std::uint32_t id) {
    Frame& frame = frames_[id];
    const Hop hop = routes_.hop(device, frame.to);
    if (hop.cables == 0) return end(id, device == frame.to ? FrameLoss::none : FrameLoss::no_way);
    ChannelCount& channel = channels_[hop.channel];
    core::Time& busy_until = busy_until_[hop.channel];
    const double ns_per_byte = media_.channels[hop.channel].ns_per_byte;
    const core::Time waits = std::max<core::Time>(busy_until - now, 0);
    if (settings_.queue_bytes > 0) {
      if (waiting_bytes(waits, ns_per_byte) + frame.bytes >
          static_cast<double>(settings_.queue_bytes)) {
        channel.queue_full.add(frame.bytes);
        return end(id, FrameLoss::queue_full);
      }
    }
    const core::Time sending = sending_time(frame.bytes, ns_per_byte);
    busy_until = later(now + waits, sending);
    frame.came = now;
    frame.starts = now + waits;
    frame.leaves = busy_until;
    frame.at = device;
    frame.next = hop.next;
    frame.channel = hop.channel;
    frame.first_cable = hop.cable;
    frame.last_cable = hop.last_cable;
    if (frame.is_first) stress_.add(messages_[frame.message].content, link_of_[hop.channel]);
    channel.sent.add(frame.bytes);
    channel.busy = later(channel.busy, sending);
    channel.waited = later(channel.waited, waits);
    channel.longest_wait = std::max(channel.longest_wait, waits);
    if (destroyed(hop.channel)) {
      channel.lost.add(frame.bytes);
      frame.fate = FrameLoss::lost;
    }
    queue_->push(later(busy_until, hop.latency_ns), {id, hop.next});
  }

  void end(std::uint32_t id, FrameLoss loss) {
    Pending& message = messages_[frames_[id].message];
    if (message.loss == FrameLoss::none) message.loss = loss;
    const std::uint32_t bytes = frames_[id].bytes;
    count_.in_flight.remove(bytes);
    ended_as(loss).add(bytes);
    if (--message.frames_left == 0) ended_.push_back(frames_[id].message);
    frames_.take(id);
  }

  Tally& ended_as(FrameLoss loss) {
    switch (loss) {
      case FrameLoss::none:
        return count_.delivered;
      case FrameLoss::no_way:
        return count_.no_way;
      case FrameLoss::queue_full:
        return count_.queue_full;
      case FrameLoss::lost:
        return count_.lost;
      case FrameLoss::cut_off:
        break;
    }
    return count_.cut_off;
  }

  const DeviceGraph& graph_;
  Media& media_;
  Routes& routes_;
  Settings settings_;
  std::vector<ChannelCount> channels_;
  std::vector<ChannelCount> counted_before_;  ///< [channel] until the network last changed
  std::vector<ChannelCount> forward_before_;  ///< [cable] until then, on whatever channel it was
  std::vector<ChannelCount> backward_before_;
  std::vector<bool> carries_;  ///< [cable] whether it works
  std::vector<core::Time> busy_until_;
  std::vector<core::Time> longest_past_wait_;  ///< [channel] of frames that have arrived
  std::vector<std::uint64_t> entered_;         ///< [channel] frames, where noise draws for each
  std::optional<core::EventQueue<Arrival>> queue_;  ///< made anew when something breaks
  core::Pool<Frame> frames_;
  std::vector<core::Time> idle_arrivals_;  ///< within idle_delay()
  std::vector<Pending> messages_;
  std::vector<MessageId> ended_;  ///< within the present step or send
  FrameCount count_;
  std::vector<std::uint32_t> link_of_;
  measure::LinkStress stress_;
};

}  // namespace rippletank::underlay
