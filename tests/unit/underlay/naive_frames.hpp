// NaiveFrames: the slow twin of Frames, which plays media bit by bit of time instead of ahead.
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <utility>
#include <vector>

#include "sim/underlay/frames.hpp"

namespace rippletank::tests {

/// Frames on a network: whatever waits stands in a queue, and starts when its medium falls silent.
/// Only whole frames of one message each; media and routes are those of the program.
class NaiveFrames {
 public:
  struct End {
    core::Time time = 0;
    underlay::FrameLoss loss = underlay::FrameLoss::none;
    bool operator==(const End&) const = default;
  };
  /// What a cable, either way, heard.
  struct Heard {
    std::uint64_t sent = 0;
    std::uint64_t arrived = 0;
    std::uint64_t cut_off = 0;
    std::uint64_t queue_full = 0;
    core::Time busy = 0;
    core::Time longest_wait = 0;
  };

  NaiveFrames(const underlay::DeviceGraph& graph, std::uint64_t queue_bytes)
      : graph_(graph),
        media_(underlay::find_media(graph, true)),
        routes_(graph, media_),
        intact_(underlay::Intact::all(graph)),
        working_(graph.cables.size(), true),
        queue_bytes_(queue_bytes),
        waiting_(media_.channels.size()),
        heard_(2 * graph.cables.size()) {}

  void send(underlay::DeviceId from, underlay::DeviceId to, underlay::MessageId message,
            std::uint32_t bytes) {
    Frame frame;
    frame.message = message;
    frame.to = to;
    frame.bytes = bytes;
    if (intact_.devices[from]) {
      enter(from, frame);
    } else {
      ends_[message] = {now_, underlay::FrameLoss::no_way};
    }
  }

  /// Plays what happens before a moment, or at it, and stops there.
  void play_to(core::Time moment, bool inclusive) {
    while (true) {
      const core::Time next = next_moment();
      if (next > moment || (next == moment && !inclusive)) break;
      pass_to(next);
      finish_sending();
      if (!take_arrival()) start_sending();
    }
    if (moment != core::never) pass_to(moment);
    finish_sending();
    start_sending();
  }

  void set_intact(const underlay::Intact& intact) {
    working_before_ = working_;
    working_ = routes_.working_cables(intact);
    const underlay::Media media = underlay::find_media(graph_, true, working_);
    const auto is_cut = [&](const Frame& frame) {
      const bool whole = intact.devices[frame.at] && intact.devices[frame.hop.next] &&
                         working_[frame.hop.cable] && working_[frame.hop.last_cable] &&
                         (!media.channels[frame.hop.channel].shared ||
                          media.forward[frame.hop.cable] == media.forward[frame.hop.last_cable]);
      return !whole;
    };
    std::vector<Frame> queued;
    for (std::deque<Frame>& queue : waiting_) {
      queued.insert(queued.end(), queue.begin(), queue.end());
      queue.clear();
    }
    for (const Frame& frame : queued) note_wait(frame, working_before_);
    drop_if(queued, is_cut);
    drop_if(sending_, is_cut);
    drop_if(flying_, is_cut);
    const auto moves = [&](Frame& frame) {
      if (media.channels[frame.hop.channel].shared) {
        frame.hop.channel = media.forward[frame.hop.cable];
      }
    };
    std::for_each(sending_.begin(), sending_.end(), moves);
    std::for_each(flying_.begin(), flying_.end(), moves);
    std::stable_sort(queued.begin(), queued.end(),
                     [](const Frame& a, const Frame& b) { return a.number < b.number; });
    media_ = media;
    for (Frame& frame : queued) {
      moves(frame);
      waiting_[frame.hop.channel].push_back(frame);
    }
    intact_ = intact;
    routes_.set_intact(intact);
    start_sending();
  }

  const std::map<underlay::MessageId, End>& ends() const { return ends_; }
  const Heard& forward(underlay::CableId cable) const { return heard_[2 * cable]; }
  const Heard& backward(underlay::CableId cable) const { return heard_[2 * cable + 1]; }

 private:
  struct Frame {
    underlay::MessageId message = 0;
    underlay::DeviceId to = 0;
    std::uint32_t bytes = 0;
    underlay::DeviceId at = 0;
    underlay::Hop hop;
    core::Time came = 0;
    core::Time until = 0;      ///< when its sending or its flight is over
    std::uint64_t number = 0;  ///< in the order in which frames came to media
  };

  /// Calls `visit(heard)` for each cable, one way, that hears what is sent into a channel.
  template <class Visit>
  void for_hearers(underlay::ChannelId channel, const std::vector<bool>& working, Visit visit) {
    for (underlay::CableId cable = 0; cable < graph_.cables.size(); ++cable) {
      if (!working[cable]) continue;
      if (media_.forward[cable] == channel) {
        visit(heard_[2 * cable]);
      } else if (media_.backward[cable] == channel) {
        visit(heard_[2 * cable + 1]);
      }
    }
  }

  void note_wait(const Frame& frame, const std::vector<bool>& working) {
    for_hearers(frame.hop.channel, working, [&](Heard& heard) {
      heard.longest_wait = std::max(heard.longest_wait, now_ - frame.came);
    });
  }

  template <class IsCut>
  void drop_if(std::vector<Frame>& frames, const IsCut& is_cut) {
    std::vector<Frame> left;
    for (const Frame& frame : frames) {
      if (!is_cut(frame)) {
        left.push_back(frame);
        continue;
      }
      for_hearers(frame.hop.channel, working_before_, [](Heard& heard) { ++heard.cut_off; });
      ends_[frame.message] = {now_, underlay::FrameLoss::cut_off};
    }
    frames = std::move(left);
  }

  core::Time next_moment() const {
    core::Time next = core::never;
    for (const Frame& frame : sending_) next = std::min(next, frame.until);
    for (const Frame& frame : flying_) next = std::min(next, frame.until);
    return next;
  }

  bool is_silent(underlay::ChannelId channel) const {
    return std::none_of(sending_.begin(), sending_.end(),
                        [channel](const Frame& frame) { return frame.hop.channel == channel; });
  }

  void pass_to(core::Time moment) {
    for (underlay::ChannelId id = 0; id < waiting_.size(); ++id) {
      if (is_silent(id)) continue;
      for_hearers(id, working_, [&](Heard& heard) { heard.busy += moment - now_; });
    }
    now_ = moment;
  }

  void finish_sending() {
    for (std::size_t i = 0; i < sending_.size();) {
      if (sending_[i].until > now_) {
        ++i;
        continue;
      }
      Frame frame = sending_[i];
      sending_.erase(sending_.begin() + static_cast<std::ptrdiff_t>(i));
      frame.until = now_ + frame.hop.latency_ns;
      flying_.push_back(frame);
    }
  }

  void start_sending() {
    for (underlay::ChannelId id = 0; id < waiting_.size(); ++id) {
      if (waiting_[id].empty() || !is_silent(id)) continue;
      Frame frame = waiting_[id].front();
      waiting_[id].pop_front();
      note_wait(frame, working_);
      frame.until = now_ + underlay::sending_time(frame.bytes, media_.channels[id].ns_per_byte);
      sending_.push_back(frame);
    }
  }

  /// Handles the first of the frames that arrive now; false when there is none.
  bool take_arrival() {
    auto first = flying_.end();
    for (auto frame = flying_.begin(); frame != flying_.end(); ++frame) {
      if (frame->until != now_) continue;
      if (first == flying_.end() || frame->number < first->number) first = frame;
    }
    if (first == flying_.end()) return false;
    const Frame frame = *first;
    flying_.erase(first);
    for_hearers(frame.hop.channel, working_, [](Heard& heard) { ++heard.arrived; });
    if (frame.hop.next == frame.to) {
      ends_[frame.message] = {now_, underlay::FrameLoss::none};
    } else {
      enter(frame.hop.next, frame);
    }
    return true;
  }

  void enter(underlay::DeviceId device, Frame frame) {
    frame.at = device;
    frame.hop = routes_.hop(device, frame.to);
    if (frame.hop.cables == 0) {
      ends_[frame.message] = {now_, underlay::FrameLoss::no_way};
      return;
    }
    const underlay::ChannelId channel = frame.hop.channel;
    if (queue_bytes_ > 0 && bytes_before(channel) + frame.bytes > queue_bytes_) {
      for_hearers(channel, working_, [](Heard& heard) { ++heard.queue_full; });
      ends_[frame.message] = {now_, underlay::FrameLoss::queue_full};
      return;
    }
    frame.came = now_;
    frame.number = ++numbers_;
    for_hearers(channel, working_, [](Heard& heard) { ++heard.sent; });
    waiting_[channel].push_back(frame);
    start_sending();
  }

  /// Whole bytes that are not sent yet.
  std::uint64_t bytes_before(underlay::ChannelId channel) const {
    core::Time left = 0;
    for (const Frame& frame : sending_) {
      if (frame.hop.channel == channel) left = std::max(left, frame.until - now_);
    }
    auto bytes = static_cast<std::uint64_t>(static_cast<double>(left) /
                                            media_.channels[channel].ns_per_byte);
    for (const Frame& frame : waiting_[channel]) bytes += frame.bytes;
    return bytes;
  }

  const underlay::DeviceGraph& graph_;
  underlay::Media media_;
  underlay::Routes routes_;
  underlay::Intact intact_;
  std::vector<bool> working_;
  std::vector<bool> working_before_;
  std::uint64_t queue_bytes_ = 0;
  core::Time now_ = 0;
  std::uint64_t numbers_ = 0;
  std::vector<std::deque<Frame>> waiting_;  ///< [channel]
  std::vector<Frame> sending_;
  std::vector<Frame> flying_;  ///< sent, and not there yet
  std::vector<Heard> heard_;   ///< [cable * 2, and 1 more for backward]
  std::map<underlay::MessageId, End> ends_;
};

}  // namespace rippletank::tests
