// Begins descriptors, and gives their numbers to others when nothing of them travels any more.
#include "sim/protocols/parts/descriptors.hpp"

#include <utility>

namespace rippletank::protocols {

DescriptorId Descriptors::begin(core::Time now, core::PeerId origin) {
  DescriptorId id = static_cast<DescriptorId>(all_.size());
  if (free_.empty()) {
    all_.push_back(std::make_unique<Descriptor>());
  } else {
    id = free_.back();
    free_.pop_back();
  }
  Descriptor& descriptor = *all_[id];
  descriptor.origin = origin;
  descriptor.start = now;
  descriptor.routes.start(static_cast<core::PeerId>(came_.size()));
  descriptor.routes.set(origin, core::no_peer, now);
  return id;
}

void Descriptors::start_arrivals(Descriptor& descriptor, core::Time span) {
  const auto peers = static_cast<core::PeerId>(came_.size());
  descriptor.arrivals = arrivals_.take(peers);
  if (descriptor.arrivals == nullptr) return;
  descriptor.arrivals->start(peers, descriptor.start, span);
  descriptor.arrivals->set_seen(descriptor.origin);
}

bool Descriptors::settle(DescriptorId id) {
  if (all_[id]->travelling > 0) return false;
  arrivals_.give_back(std::move(all_[id]->arrivals));
  free_.push_back(id);
  return true;
}

}  // namespace rippletank::protocols
