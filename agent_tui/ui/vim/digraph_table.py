"""The digraphs of RFC 1345, as Vim has them: two keys for one character."""

from __future__ import annotations

from functools import cache

# From a code point on, the pairs of keys for it and those that follow it; blanks where none is.
_PAIRS: tuple[tuple[int, str], ...] = (
    (0x0, "NUSHSXEXETEQAKBLBSHTLFVTFFCRSOSIDLD1D2D3D4NKSYEBCNEMSBECFSGSRSUSSP    NbDO"),
    (0x40, "At"),
    (0x5B, "<(//)>'>  '!"),
    (0x7B,
     "(!!!!)'?DTPAHOBHNHINNLSAESHSHJVSPDPURIS2S3DCP1P2TSCCMWSGEGSSGCSCCISTOCPMACNS!ICtPdCuYe"
     "BBSE':Co-a<<NO--Rg'mDG+-2S3S''MyPI.M',1S-o>>141234?IA!A'A>A?A:AAAEC,E!E'E>E:I!I'I>I:D-"
     "N?O!O'O>O?O:*XO/U!U'U>U:Y'THssa!a'a>a?a:aaaec,e!e'e>e:i!i'i>i:d-n?o!o'o>o?o:-:o/u!u'u>"
     "u:y'thy:A-a-A(a(A;a;C'c'C>c>C.c.C<c<D<d<D/d/E-e-E(e(E.e.E;e;E<e<G>g>G(g(G.g.G,g,H>h>H/"
     "h/I?i?I-i-I(i(I;i;I.i.IJijJ>j>K,k,kkL'l'L,l,L<l<L.l.L/l/N'n'N,n,N<n<'nNGngO-o-O(o(O\"o\""
     "OEoeR'r'R,r,R<r<S's'S>s>S,s,S<s<T,t,T<t<T/t/U?u?U-u-U(u(U0u0U\"u\"U;u;W>w>Y>y>Y:Z'z'Z.z."
     "Z<z<"),
    (0x1A0, "O9o9OIoi    yr                U9u9        Z/z/ED"),
    (0x1CD, "A<a<I<i<O<o<U<u<"),
    (0x1DE, "A1a1A7a7A3a3G/g/G<g<K<k<O;o;O1o1EZezj<      G'g'"),
    (0x2BF, ";S              '<"),
    (0x2D8, "'('.'0';  '\""),
    (0x386,
     "A%  E%Y%I%  O%  U%W%i3A*B*G*D*E*Z*Y*H*I*K*L*M*N*C*O*P*R*  S*T*U*F*X*Q*W*J*V*a%e%y%i%u3"
     "a*b*g*d*e*z*y*h*i*k*l*m*n*c*o*p*r**ss*t*u*f*x*q*w*j*v*o%u%w%"),
    (0x3D8, "'G,GT3t3M3m3K3k3P3p3"),
    (0x3F4, "'%j3"),
    (0x401,
     'IOD%G%IEDSIIYIJ%LJNJTsKJ  V%DZA=B=V=G=D=E=Z%Z=I=J=K=L=M=N=O=P=R=S=T=U=F=H=C=C%S%Sc="Y='
     "%\"JEJUJAa=b=v=g=d=e=z%z=i=j=k=l=m=n=o=p=r=s=t=u=f=h=c=c%s%sc='y=%'jejuja  iod%g%iedsii"
     "yij%ljnjtskj  v%dz    Y3y3            O3o3            F3f3V3v3"),
    (0x480, "C3c3"),
    (0x490, "G3g3"),
    (0x5D0, "A+B+G+D+H+W+Z+X+TjJ+K%K+L+M%M+N%N+S+E+P%P+ZjZJQ+R+ShT+"),
    (0x60C, ",+"),
    (0x61B,
     ";+      ?+  H'aMaHwHahyHa+b+tmt+tkg+hkx+d+dkr+z+s+snc+ddtjzHe+i+          ++f+q+k+l+m+"
     "n+h+w+j+y+:+\"+=+/+'+1+3+0+"),
    (0x670, "aS"),
    (0x67E, "p+"),
    (0x6A4, "v+"),
    (0x6AF, "gf"),
    (0x6F0, "0a1a2a3a4a5a6a7a8a9a"),
    (0x1E02, "B.b.    B_b_    D.d.    D_d_D,d,"),
    (0x1E1E,
     "F.f.G-g-H.h.    H:h:H,h,            K'k'    K_k_        L_l_    M'm'M.m.    N.n.    N_"
     "n_"),
    (0x1E54, "P'p'P.p.R.r.        R_r_S.s.                T.t.    T_t_"),
    (0x1E7C, "V?v?    W!w!W'w'W:w:W.w.    X.x.X:x:Y.y.Z>z>    Z_z_h_t:w0y0                A2a2"),
    (0x1EBA, "E2e2E?e?"),
    (0x1EC8, "I2i2        O2o2"),
    (0x1EE6, "U2u2"),
    (0x1EF2, "Y!y!    Y2y2Y?y?            ;',';!,!?;?,!:?:"),
    (0x2002, "1N1M3M4M6M    1T1H          -1    -N-M-3!2=2'6'9.99'\"6\"9:99\"/-/=oo    ..,."),
    (0x2030, "%0  1'2'3'1\"2\"3\"Ca<1>1:X    '-          /f"),
    (0x2070, "0S      4S5S6S7S8S9S+S-S=S(S)SnS0s1s2s3s4s5s6s7s8s9s+s-s=s(s)s"),
    (0x20A4, "Li    Pt  W=    =e"),
    (0x20BD, "=R"),
    (0x2103, "oC  co      oF"),
    (0x2116, "N0PO            Rx  SM  TM      Om        AO"),
    (0x2153,
     "132315253545165618385878  1R2R3R4R5R6R7R8R9RaRbRcR        1r2r3r4r5r6r7r8r9rarbrcr"),
    (0x2190, "<--!->-v<>UD"),
    (0x21D0, "<=  =>  =="),
    (0x2200,
     "FA  dPTE  /0DENB(-    -)      *P  +Z-2-+      *-ObSbRT    0(00-L-V        PP  ANOR(U)U"
     "InDI  Io          .::.:R::        ?1  CG        ?-  ?=    ?2      =?            HI"),
    (0x2260, "!==3    =<>=        <**>    !<!>"),
    (0x2282, "(C)C    (_)_"),
    (0x2299, "0.02"),
    (0x22A5, "-T"),
    (0x22C5, ".P"),
    (0x22EE, ":3.3"),
    (0x2302, "Eh          <7>77<7>        NI  (A    TR"),
    (0x2320, "IuIl              <//>"),
    (0x2423, "Vs"),
    (0x2440, "1h3h2h4h    1j2j3j4j"),
    (0x2488, "1.2.3.4.5.6.7.8.9."),
    (0x2500,
     "hhHHvvVV3-3_3!3/4-4_4!4/drdRDrDRdldLDlLDuruRUrURuluLUlULvrvR    Vr    VRvlvL    Vl    "
     "VLdh    dHDh    DHuh    uHUh    UHvh    vH    Vh                VH"),
    (0x2571, "FDBD"),
    (0x2580, "TB      LB      FB      lB      RB.S:S?S"),
    (0x25A0,
     "fSOSRORrRFRYRHRZRKRXsB  SROr        UTuT    PRTr        DtdT    PLTl        DbDw    LZ"
     "0m    0o0M0L0R            SnIc                FdBd"),
    (0x2605, "*2*1"),
    (0x261C, "<H  >H"),
    (0x263A, "0u0USU      Fm  Ml"),
    (0x2660, "cScHcDcC          MdM8M2  MbMxMX"),
    (0x2713, "OK      XX                -X"),
    (0x3000, 'IS,_._+"+_*_;_0_    <+>+<\'>\'<">"(")"=T=_(\')\'(I)I        -?'),
    (0x3041,
     "A5a5I5i5U5u5E5e5O5o5kagakigikugukegekogosazasizisuzusezesozotadatiditUtudutedetodonani"
     "nunenohabapahibipihubupuhebepehobopomamimumemoyAyayUyuyOyorarirurerowAwawiwewon5vu    "
     '        "505*5+5    a6A6i6I6u6U6e6E6o6O6KaGaKiGiKuGuKeGeKoGoSaZaSiZiSuZuSeZeSoZoTaDaTi'
     "DiTUTuDuTeDeToDoNaNiNuNeNoHaBaPaHiBiPiHuBuPuHeBePeHoBoPoMaMiMuMeMoYAYaYUYuYOYoRaRiRuRe"
     "RoWAWaWiWeWoN6VuKAKEVaViVeVo.6-6*6+6            b4p4m4f4d4t4n4l4g4k4h4j4q4x4zhchshr4z4"
     "c4s4a4o4e4  aieiauouanenaNeNeri4u4iuv4nGgn"),
    (0x3220, "1c2c3c4c5c6c7c8c9c"),
    (0xFB00, "fffifl    ftst"),
    (0xA1,
     '~!c|$$oxY-||    cO    -,    -=~o  2233    pp~.  11          ~?A`  A^A~A"A@    E`  E^E"'
     'I`  I^I"  N~O`  O^O~  /\\  U`  U^    Ip  a`  a^a~a"a@    e`  e^e"i`  i^    n~o`  o^o~  '
     '    u`  u^      y"'),
    (0x1E80, "W`w`"),
    (0x1EF2, "Y`y`"),
    (0x20AC, "Eu"),
    (0x20BD, "=P"),
)  # fmt: skip


@cache
def digraphs() -> dict[str, str]:
    """Each pair of keys, and its character."""
    return {
        pairs[at : at + 2]: chr(start + at // 2)
        for start, pairs in _PAIRS
        for at in range(0, len(pairs), 2)
        if pairs[at : at + 2] != "  "
    }
