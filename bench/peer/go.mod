module hashpost.dev/bench/peer

go 1.22
