// Finds the steps of a request, and uses the memory of requests again.
#include "sim/protocols/freenet/requests.hpp"

#include <algorithm>

namespace rippletank::protocols::freenet {

Step Request::find(core::PeerId peer) const {
  for (std::size_t step = steps.size(); step-- > 0;) {
    if (steps[step].peer == peer) return static_cast<Step>(step);
  }
  return no_step;
}

bool Request::has_tried(Step step, core::PeerId node) const {
  return std::binary_search(tried.begin(), tried.end(), std::pair(step, node));
}

void Request::note_tried(Step step, core::PeerId node) {
  const std::pair entry(step, node);
  tried.insert(std::lower_bound(tried.begin(), tried.end(), entry), entry);
}

Step Request::asked_by(Step before, core::PeerId peer) const {
  for (std::size_t step = steps.size(); step-- > 0;) {
    if (steps[step].peer == peer && steps[step].before == before) return static_cast<Step>(step);
  }
  return no_step;
}

const StepState& Request::end_of_way() const {
  Step end = 0;
  while (steps[end].asking != core::no_peer) {
    const Step next = asked_by(end, steps[end].asking);
    if (next == no_step) break;
    end = next;
  }
  return steps[end];
}

std::uint32_t Requests::open(Request request) {
  request.held = 1;
  request.serial = serials_++;
  if (!spare_.empty()) {
    request.steps = std::move(spare_.back().steps);
    request.tried = std::move(spare_.back().tried);
    spare_.pop_back();
  }
  ++open_;
  return pool_.put(std::move(request));
}

void Requests::close(std::uint32_t id) {
  Request request = pool_.take(id);
  request.steps.clear();
  request.tried.clear();
  spare_.push_back(std::move(request));
  --open_;
}

}  // namespace rippletank::protocols::freenet
