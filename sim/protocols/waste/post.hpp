// Post: how the parts of WASTE write, set timers and count, whatever the run loop is.
#pragma once

#include <cstdint>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/overlay/measures.hpp"

namespace rippletank::protocols::waste {

/// Why a timer rings. Of all but `leave_line` the value tells the stay of the peer.
enum class Alarm : std::uint8_t {
  come,        ///< its program starts
  dial,        ///< it tries a link again; subject: the end of the link
  half_open,   ///< a link has not come up in time; subject: its end; query: of which attempt
  round,       ///< its loop
  room,        ///< without a loop: its line has room
  leave_line,  ///< the last byte of a message has passed its line; query: the end of the link
  ping,
  key,
  start_download,
  silence,  ///< subject: the download; query: which of its requests
  fill      ///< fillers until now are to be counted
};

/// The Talk of a run, behind virtual functions: so that the parts need not be compiled for each
/// kind of wires.
class Post {
 public:
  Post() = default;
  Post(const Post&) = delete;
  Post& operator=(const Post&) = delete;
  virtual ~Post() = default;

  virtual core::Time now() const = 0;
  virtual core::Time horizon() const = 0;
  virtual bool counts(overlay::QueryNumber query) const = 0;
  virtual overlay::Measures& measures() = 0;
  virtual void send(core::PeerId from, core::PeerId to, const overlay::Letter& letter) = 0;
  virtual void wake(core::PeerId peer, core::Time at, const overlay::Letter& letter) = 0;
  virtual measure::QueryRecord* record(overlay::QueryNumber query) = 0;
  virtual void reads_late(core::PeerId from, core::PeerId to, const overlay::Letter& letter) = 0;
  virtual void reached(overlay::QueryNumber query, core::PeerId peer, std::uint32_t hops) = 0;
  virtual void duplicate(overlay::QueryNumber query, std::uint32_t hops) = 0;
  virtual void answers(overlay::QueryNumber query, core::PeerId peer) = 0;
  virtual void answered(overlay::QueryNumber query, std::uint64_t hits, std::uint32_t hops) = 0;
  virtual void download_begun(overlay::QueryNumber query) = 0;
  virtual void downloaded(overlay::QueryNumber query) = 0;
};

template <class Talk>
class PostOf final : public Post {
 public:
  explicit PostOf(Talk& talk) : talk_(talk) {}

  core::Time now() const override { return talk_.now(); }
  core::Time horizon() const override { return talk_.horizon(); }
  bool counts(overlay::QueryNumber query) const override { return talk_.counts(query); }
  overlay::Measures& measures() override { return talk_.measures(); }
  void send(core::PeerId from, core::PeerId to, const overlay::Letter& letter) override {
    talk_.send(from, to, letter);
  }
  void wake(core::PeerId peer, core::Time at, const overlay::Letter& letter) override {
    talk_.wake(peer, at, letter);
  }
  measure::QueryRecord* record(overlay::QueryNumber query) override { return talk_.record(query); }
  void reads_late(core::PeerId from, core::PeerId to, const overlay::Letter& letter) override {
    talk_.reads_late(from, to, letter);
  }
  void reached(overlay::QueryNumber query, core::PeerId peer, std::uint32_t hops) override {
    talk_.reached(query, peer, hops);
  }
  void duplicate(overlay::QueryNumber query, std::uint32_t hops) override {
    talk_.duplicate(query, hops);
  }
  void answers(overlay::QueryNumber query, core::PeerId peer) override {
    talk_.answers(query, peer);
  }
  void answered(overlay::QueryNumber query, std::uint64_t hits, std::uint32_t hops) override {
    talk_.answered(query, hits, hops);
  }
  void download_begun(overlay::QueryNumber query) override { talk_.download_begun(query); }
  void downloaded(overlay::QueryNumber query) override { talk_.downloaded(query); }

 private:
  Talk& talk_;
};

}  // namespace rippletank::protocols::waste
