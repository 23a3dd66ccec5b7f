define i32 @main() {
  %1 = call i32 asm sideeffect \0A", "~{memory}"()
  ret i32 0
}
