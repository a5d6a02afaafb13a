" Runs cases in this Vim and writes what became of each. $ORACLE_CASES and $ORACLE_RESULTS name two
" files of JSON lines, one line for a case. Read by real_vim.py.
set encoding=utf-8 nomore history=50 nomodeline noswapfile viminfo= belloff=all
set shortmess=aoOtTWAIcFS lazyredraw noshowmode noshowcmd noruler nowarn report=9999
set notimeout nottimeout shell=/bin/false

" The key that ends a case reads everything where it stands: in the middle of an operator, of an
" insertion, of a selection or of a command line.
noremap <C-_> <Cmd>call <SID>Capture()<CR>
noremap! <C-_> <Cmd>call <SID>Capture()<CR>

" Scrolling, tags and windows are none of the engine's: to it these keys fail.
for s:key in split('bdeftuy', '\zs')
  exe $'nnoremap <C-{s:key}> <Esc>'
  exe $'onoremap <C-{s:key}> <Esc>'
  exe $'xnoremap <C-{s:key}> <Cmd>"<CR>'
endfor
" Ctrl+W takes a second key, and so does this.
noremap <C-w> <C-\>

" Typed one after the other: without this Vim inserts all characters at once that wait for it, and
" the mark "." then depends on how fast somebody types.
autocmd InsertCharPre * let s:char = v:char

let s:result = {}
let s:names = split('"0123456789-abcdefghijklmnopqrstuvwxyz', '\zs')

def s:Capture()
  if !empty(s:result)
    return
  endif
  var registers = {}
  for name in s:names
    if getreg(name) !=# ''
      registers[name] = [getregtype(name), getreg(name, 1, 1)]
    endif
  endfor
  s:result = {
    mode: mode(1),
    text: getline(1, '$'),
    cursor: [line('.'), col('.')],
    anchor: [line('v'), col('v')],
    cells: [virtcol('v', 1), virtcol('.', 1)],
    to_line_end: winsaveview().curswant >= 0x7fffffff,
    command_line: mode() ==# 'c' ? getcmdtype() .. getcmdline() : '',
    recording: reg_recording(),
    registers: registers,
    search: @/,
  }
enddef

" Reading this removes all registers: setreg() can only empty them, which "p" sees.
let s:no_registers = $ORACLE_RESULTS .. '.viminfo'
call writefile(map(s:names[1:], {at, name -> (at ? '"' : '""') .. name .. "\tCHAR\t0"}), s:no_registers)

" What a case leaves behind and the next one could see: registers, marks, jumps, history.
def s:Forget()
  exe 'silent rviminfo! ' .. s:no_registers
  setcharsearch({char: "\U10fffd", forward: 1, until: 0})
  delmarks A-Z0-9
  clearjumps
  histdel(':')
  histdel('/')
enddef

" The same for what cannot be set: the last macro, insertion, substitution and command line.
func s:ForgetRepeated()
  enew!
  setlocal bufhidden=wipe
  call setline(1, 'x')
  call feedkeys("@zi\<Esc>vy:s/^//\<CR>:\"\<CR>", 'xt')
endfunc

func s:Prepare(case)
  enew!
  setlocal bufhidden=wipe
  call s:Forget()
  set tabstop& shiftwidth& softtabstop& expandtab& autoindent& textwidth& ignorecase& smartcase&
  set wrapscan& gdefault& whichwrap& tildeop& joinspaces& startofline& selection& virtualedit&
  set hlsearch& incsearch& shiftround& magic& iskeyword& matchpairs& number& wrap& list&
  set backspace=indent,eol,start nrformats=bin,hex
  exe 'set columns=' .. get(a:case, 'width', 1000)
  set undolevels=-1
  keepjumps call setline(1, a:case.text)
  set undolevels=1000
  call setpos("''", [0, 1, 1, 0])
  call cursor(a:case.cursor)
  let @/ = ''
endfunc

func s:Run(case, more)
  call s:Prepare(a:case)
  let s:result = {}
  let s:keys = eval(a:case.keys) .. a:more .. "\<C-_>"
  " An error outside of assert_fails() makes Vim wait for a second, so that it can be read.
  call assert_fails('call feedkeys(s:keys, "xt")')
  let v:errors = []
  " Also out of insert mode that would go on after one command (Ctrl+O).
  call feedkeys("\<C-\>\<C-n>" .. (reg_recording() ==# '' ? '' : 'q'), 'xt')
  let s:result.is_escaped = a:more ==# '' ? v:false : v:true
  return s:result
endfunc

defcompile
let s:answers = []
for s:line in readfile($ORACLE_CASES)
  let s:case = json_decode(s:line)
  " The last pattern and what "." repeats are not forgotten by any of these: Vim puts both back as
  " they were when a function returns that was called from a script.
  if s:case.repeats
    call s:ForgetRepeated()
  endif
  let s:answer = s:Run(s:case, '')
  if !has_key(s:answer, 'mode')
    " Keys that end in the middle of a command, such as "f", swallow the key that reads.
    call s:ForgetRepeated()
    let s:answer = s:Run(s:case, "\<Esc>")
  endif
  call add(s:answers, json_encode(s:answer))
  if len(s:answers) >= $ORACLE_FLUSH
    call writefile(s:answers, $ORACLE_RESULTS, 'a')
    let s:answers = []
  endif
endfor
call writefile(s:answers, $ORACLE_RESULTS, 'a')
qall!
