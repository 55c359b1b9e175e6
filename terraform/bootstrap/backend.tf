# The bucket for states is made here, so that the first run can only keep its own in a file. The output own_backend is what
# overrides this afterwards: see README.md.
terraform {
  backend "local" {}
}
