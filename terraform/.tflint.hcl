config {
  call_module_type = "local"
}

plugin "terraform" {
  enabled = true
  preset  = "all"
}

# A concern has a file of its own where a module has more than one.
rule "terraform_standard_module_structure" {
  enabled = false
}
