// Whether a launcher of MPI has started this process, and others like it.
#pragma once

#include <cstdlib>
#include <initializer_list>

namespace rippletank::sweep {

/// Told by the environment, so that MPI costs nothing where nobody asked for it: by Open MPI's
/// mpirun, and by srun and others that speak PMI or PMIx.
inline bool is_started_by_launcher() {
  for (const char* const name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK"}) {
    if (std::getenv(name) != nullptr) return true;
  }
  return false;
}

}  // namespace rippletank::sweep
